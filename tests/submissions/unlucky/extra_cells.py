# Cells of its own in between: a helper function that the answers use, and experiments.
#
# %% before="average"
def total(values):
    result = 0
    for value in values:
        result += value
    return result


# %% answer="average"
def average(numbers):
    if len(numbers) == 0:
        raise ValueError("nothing")
    return total(numbers) / len(numbers)


# %% after="average"
average([1, 2, 3]), total([1])
