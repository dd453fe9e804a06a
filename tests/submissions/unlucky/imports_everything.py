# Star imports, as in many a tutorial: they hide some of Python's own names.
#
# %% before="average"
from numpy import *
from math import *


# %% answer="average"
import statistics


def average(numbers):
    if len(numbers) == 0:
        raise ValueError("nothing")
    return statistics.fmean(numbers)
