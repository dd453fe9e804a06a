# Git has left its marks in the answers' cells, where two versions met.
#
# points: average 0
# %% answer="average"
<<<<<<< HEAD
def average(numbers):
    return sum(numbers) / len(numbers)
=======
def average(numbers):
    return np.mean(numbers)
>>>>>>> theirs
