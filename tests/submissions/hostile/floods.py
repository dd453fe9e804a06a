# Prints without end, in its answer cell.
#
# points: average 0
# says: average
# %% answer="average"
def average(numbers):
    return 3


while True:
    print("woof " * 200)
