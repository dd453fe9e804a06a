# The same in eight processes, each below the limit of one. (Stops by itself at 8 GB.)
#
# points: average 0
# %% answer="average"
import os
import time


def average(numbers):
    for _ in range(8):
        if os.fork() == 0:
            held = [np.ones(100 * 2**20, dtype=np.uint8) for _ in range(10)]
            time.sleep(600)
            os._exit(len(held))
    while True:
        time.sleep(1)
