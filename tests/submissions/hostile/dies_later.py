# Leaves a thread behind which ends the kernel when another exercise is run. Which one it takes down
# is its author's loss alone: nobody can see in which cell a later end was prepared.
#
# points: average ?, double ?, softmax ?, search ?
# %% answer="average"
import os
import threading
import time


def wait():
    while "softmax" not in globals():
        time.sleep(0.01)
    os._exit(1)


threading.Thread(target=wait, daemon=True).start()


def average(numbers):
    if len(numbers) == 0:
        raise ValueError("nothing")
    return sum(numbers) / len(numbers)
