# Left the prints in with which it was debugged: thousands of lines in each call.
#
# %% answer="average"
def average(numbers):
    for step in range(3000):
        print("step", step, numbers)
    if len(numbers) == 0:
        raise ValueError("nothing")
    return sum(numbers) / len(numbers)
