# The last cell has another id, as converters make up, and a line of the student's own below.
#
# shows: passed: 3 of 4 (average, softmax, search)
# %% damage
last = notebook["cells"][-1]
last["id"] = "0000001a"
last["source"] = "".join(last["source"]) + "\nprint('done')"
