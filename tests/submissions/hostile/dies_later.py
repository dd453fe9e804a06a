# Leaves a thread behind which ends the kernel when the next exercise is run. Whether its own
# answer counts is open; the one it would take down with it must.
#
# points: average ?, double ?
# says: average
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
