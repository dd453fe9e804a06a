# Returns what is not a number where one is due: nan, infinity, and exact numbers which are short
# to write, and take all time and memory to compare.
#
# points: none
# %% answer="average"
def average(numbers):
    return float("nan")


# %% answer="double"
import decimal
import fractions


def double(number):
    return decimal.Decimal("8e999999999")


# %% answer="softmax"
def softmax(scores):
    return np.full(np.shape(scores), np.inf)


# %% answer="search"
def search(is_hit, numbers):
    return [[fractions.Fraction(10**2000, 3)] * 500 for _ in range(500)]
