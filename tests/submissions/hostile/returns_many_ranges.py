# Returns ranges: a few bytes each, and a million numbers when an array is made of them.
#
# points: average 0
# %% answer="average"
def average(numbers):
    return [range(1_000_000)] * 2000
