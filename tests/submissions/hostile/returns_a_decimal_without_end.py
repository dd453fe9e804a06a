# Returns a decimal number of a few bytes that is a thousand million digits long in full.
#
# points: average 0
# %% answer="average"
from decimal import Decimal


def average(numbers):
    return Decimal("1e999999999")
