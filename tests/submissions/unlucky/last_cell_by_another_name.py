# The last cell has another id, as converters make up, and a line of the student's own below.
#
# shows: passed: 4 of 4
# %% damage
last = notebook["cells"][-1]
last["id"] = "0000001a"
last["source"] = "".join(last["source"]) + "\nprint('done')"
