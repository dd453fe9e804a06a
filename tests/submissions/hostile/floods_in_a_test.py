# Prints two hundred megabytes at once while a test calls it, and displays a thousand things.
#
# points: average 0
# %% answer="average"
from IPython.display import display


def average(numbers):
    print("woof " * 40_000_000)
    for number in range(1000):
        display({"text/plain": str(number)}, raw=True)
    return 3
