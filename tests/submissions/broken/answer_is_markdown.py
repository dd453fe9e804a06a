# An answer cell was turned into a Markdown cell: its text is the answer all the same.
#
# says: average
# %% damage
cell = next(cell for cell in notebook["cells"] if cell["id"] == "average")
cell["cell_type"] = "markdown"
for name in ("outputs", "execution_count"):
    cell.pop(name, None)
