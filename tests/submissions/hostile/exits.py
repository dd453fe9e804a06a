# Calls sys.exit in an answer, and quit() in another: neither is an answer.
#
# points: average 0, softmax 0
# shows: SystemExit
# %% answer="average"
import sys


def average(numbers):
    sys.exit(0)


# %% answer="softmax"
def softmax(scores):
    quit()
