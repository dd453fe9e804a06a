# The question that a person grades is gone; the answer to it is still there.
#
# says: why
# %% damage
notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "why"]
