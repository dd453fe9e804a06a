# A lambda, an instance that can be called, and a partial, where functions are usual.
#
# %% answer="average"
class Average:
    def __call__(self, numbers):
        if len(numbers) == 0:
            raise ValueError("nothing")
        return sum(numbers) / len(numbers)


average = Average()


# %% answer="softmax"
import functools


def along(axis, scores):
    powers = np.exp(scores - np.max(scores, axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


softmax = functools.partial(along, -1)


# %% answer="search"
search = lambda is_hit, numbers: next((place for place, number in enumerate(numbers) if is_hit(number)), None)
