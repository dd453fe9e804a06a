# Ids and labels of cells are a megabyte long, or of signs that no id may have.
#
# %% damage
for number, cell in enumerate(notebook["cells"]):
    cell["id"] = ("x" if number % 2 else "\u202e\n<b>") * 200_000
notebook["cells"].append(
    {"cell_type": "markdown", "id": "y" * 1_000_000, "source": "mine", "metadata": {"nbgrader": {"grade_id": "z" * 1_000_000}}}
)
