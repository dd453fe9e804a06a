# The label of an answer cell was changed: what it was for cannot be read off it. Its answer is in
# the notebook, and counts where it can be put back; else the student is told which cell is lost.
#
# says: average
# %% damage
cell = next(cell for cell in notebook["cells"] if cell["id"] == "average")
cell["metadata"]["nbgrader"]["grade_id"] = "my_average"
