# Right, but slow: a second a call.
#
# %% answer="average"
import time


def average(numbers):
    time.sleep(1)
    if len(numbers) == 0:
        raise ValueError("nothing")
    return sum(numbers) / len(numbers)
