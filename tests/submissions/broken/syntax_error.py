# One answer is no Python: a bracket was left open.
#
# points: average 0
# %% answer="average"
def average(numbers):
    return sum(numbers / len(numbers)
