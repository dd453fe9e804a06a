# Returns a list with one long text: as an array, every text in it takes as much.
#
# points: average 0
# %% answer="average"
def average(numbers):
    return ["a" * 1_000_000] + ["b"] * 1800
