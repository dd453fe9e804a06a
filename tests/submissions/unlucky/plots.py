# Draws figures: in a cell, and in an answer, with settings of its own.
#
# %% before="average"
%matplotlib inline
import matplotlib
import matplotlib.pyplot as plt

matplotlib.use("agg")
plt.plot([1, 2, 3])
plt.show()


# %% answer="average"
def average(numbers):
    plt.figure()
    plt.hist(numbers)
    plt.show()
    if len(numbers) == 0:
        raise ValueError("nothing")
    return sum(numbers) / len(numbers)
