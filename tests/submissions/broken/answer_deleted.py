# An answer cell is gone, and so is the answer: the other exercises keep their points.
#
# points: average 0
# says: average
# %% damage
notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "average"]
