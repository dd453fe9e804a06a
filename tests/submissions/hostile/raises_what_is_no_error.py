# Raises exceptions that `except Exception` does not catch.
#
# points: average 0, softmax 0, search 0
# %% answer="average"
def average(numbers):
    raise KeyboardInterrupt


# %% answer="softmax"
def softmax(scores):
    raise GeneratorExit


# %% answer="search"
class Passed(BaseException):
    pass


def search(is_hit, numbers):
    raise Passed("1 of 1")
