# Calls itself without end, with Python's own limit taken away: the stack runs over.
#
# points: average 0
# %% answer="average"
import sys

sys.setrecursionlimit(10**9)


def average(numbers):
    return average(numbers)
