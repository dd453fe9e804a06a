# Raises errors whose text raises, is a hundred megabytes long, or is not text.
#
# points: average 0, softmax 0, search 0
# %% answer="average"
class Silent(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def average(numbers):
    raise Silent


# %% answer="softmax"
def softmax(scores):
    raise ValueError("x" * 100_000_000)


# %% answer="search"
class Odd(ValueError):
    def __str__(self):
        return 5


def search(is_hit, numbers):
    raise Odd
