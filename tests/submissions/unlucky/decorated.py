# Functions under decorators: a cache, one that measures, and one without functools.wraps.
#
# %% answer="average"
import functools
import time


def measured(function):
    def inner(*args, **kwargs):
        begun = time.perf_counter()
        result = function(*args, **kwargs)
        inner.seconds = time.perf_counter() - begun
        return result

    return inner


@functools.lru_cache
def of_tuple(numbers):
    return sum(numbers) / len(numbers)


@measured
def average(numbers):
    if not len(numbers):
        raise ValueError("nothing")
    return of_tuple(tuple(numbers))


# %% answer="search"
@measured
@functools.wraps(average)
def search(is_hit, numbers):
    return next((place for place, number in enumerate(numbers) if is_hit(number)), None)
