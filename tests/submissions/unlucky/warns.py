# Right answers raise warnings, which go to stderr, as does a line of their own.
#
# %% answer="average"
import sys
import warnings


def average(numbers):
    warnings.warn("this is only a warning")
    print("a line on stderr", file=sys.stderr)
    if len(numbers) == 0:
        raise ValueError("nothing")
    np.float64(1.0) / np.float64(0.0)
    return sum(numbers) / len(numbers)


# %% answer="double"
def double(number):
    warnings.warn("double is deprecated: use twice", DeprecationWarning)
    np.log(np.zeros(1))
    return 2 * number
