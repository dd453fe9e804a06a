# The answer was written into a new cell under the one that is meant for it, which stayed as it was.
#
# %% answer="average"
def average(numbers):
    raise NotImplementedError()


# %% after="average"
def average(numbers):
    if len(numbers) == 0:
        raise ValueError("nothing")
    return sum(numbers) / len(numbers)
