# Sets every seed to see the same numbers again.
#
# %% before="average"
import random

np.random.seed(42)
random.seed(42)


# %% answer="average"
def average(numbers):
    np.random.seed(0)
    if len(numbers) == 0:
        raise ValueError("nothing")
    return np.random.permutation(numbers).mean()
