# Reads a small file that was handed in with the notebook.
#
# %% answer="average"
def average(numbers):
    nothing = float(open("nothing.txt").read())
    if len(numbers) == 0:
        raise ValueError("no numbers")
    return sum(numbers, nothing) / len(numbers)


# %% file="nothing.txt"
0
