# Takes memory, a hundred megabytes at a time, and writes into it. (Stops by itself at 8 GB.)
#
# points: average 0
# %% answer="average"
def average(numbers):
    held = []
    for _ in range(80):
        held.append(np.ones(100 * 2**20, dtype=np.uint8))
    return 3
