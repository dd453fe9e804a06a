# A test cell is gone.
#
# %% damage
notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "test_softmax"]
