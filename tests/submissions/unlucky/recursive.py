# A recursive answer, with a higher limit: a thousand levels are needed, and allowed.
#
# %% answer="average"
import sys

sys.setrecursionlimit(20_000)


def depth(level):
    return 0 if level == 0 else depth(level - 1)


def average(numbers):
    if len(numbers) == 0:
        raise ValueError("nothing")
    return depth(3000) + sum(numbers) / len(numbers)
