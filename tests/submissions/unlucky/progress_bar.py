# A progress bar in the answer, and another in a cell.
#
# %% answer="average"
from tqdm.auto import tqdm


def average(numbers):
    if len(numbers) == 0:
        raise ValueError("nothing")
    return sum(tqdm(numbers)) / len(numbers)


# %% after="average"
for _ in tqdm(range(50)):
    pass
