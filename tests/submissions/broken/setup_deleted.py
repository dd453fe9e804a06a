# The cell with the imports is gone, and so is the opening text.
#
# %% damage
notebook["cells"] = notebook["cells"][2:]
