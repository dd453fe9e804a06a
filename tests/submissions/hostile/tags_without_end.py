# Two hundred thousand tags, the first a number, which nbformat would compare in pairs.
#
# points: average 0
# %% answer="average"
def average(numbers):
    return 3


# %% damage
notebook["cells"][1]["metadata"]["tags"] = [1, *map(str, range(200_000))]
