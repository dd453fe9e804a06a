# Sends the kernel the signal that cannot be caught; a second answer stops it for good.
#
# points: average 0, softmax 0
# says: average
# says: softmax
# %% answer="average"
import os
import signal


def average(numbers):
    os.kill(os.getpid(), signal.SIGKILL)


# %% answer="softmax"
def softmax(scores):
    os.kill(os.getpid(), signal.SIGSTOP)
