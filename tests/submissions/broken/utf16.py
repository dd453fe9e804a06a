# The file was saved as UTF-16.
#
# status: either
# %% damage
text = json.dumps(notebook).encode("utf-16")
