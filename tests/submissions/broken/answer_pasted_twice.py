# The answer stands in its cell twice, one after the other.
#
# %% damage
cell = next(cell for cell in notebook["cells"] if cell["id"] == "softmax")
cell["source"] = "".join(cell["source"]) + "\n\n\n" + "".join(cell["source"])
