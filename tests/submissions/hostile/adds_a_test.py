# Adds graded cells of its own: one with a test's id, that always holds, one with a new id, and one
# worth NaN.
#
# points: average 0
# %% answer="average"
def average(numbers):
    return 0


# %% damage
for name, source in (("test_average", "1"), ("test_of_my_own", "1000"), ("test_softmax", "float('nan')")):
    cell = copy.deepcopy(next(c for c in notebook["cells"] if c["id"] == "test_average"))
    cell["metadata"]["nbgrader"] |= {"grade_id": name, "points": 1000}
    cell["source"] = source
    cell["id"] = "forged-" + name
    notebook["cells"].append(cell)
