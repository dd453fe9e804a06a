# Rewrites the source of a test cell, in the file.
#
# points: average 0
# %% answer="average"
def average(numbers):
    return 0


# %% damage
for cell in notebook["cells"]:
    if cell["id"] == "test_average":
        cell["source"] = "print('all is well')\n"
