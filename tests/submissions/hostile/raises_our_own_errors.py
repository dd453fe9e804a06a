# Raises the checks' own error, and errors named like the parts of the grader.
#
# points: average 0, softmax 0, search 0
# %% answer="average"
from helpers.check.report import CheckFailed


def average(numbers):
    raise CheckFailed("average: 3 rules checked, they hold.")


# %% answer="softmax"
class ChannelBroken(Exception):
    pass


def softmax(scores):
    raise ChannelBroken("the test is over")


# %% answer="search"
from grading.remote.messages import ChannelBroken as TheirOwn


def search(is_hit, numbers):
    raise TheirOwn("the test is over")
