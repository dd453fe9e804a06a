# Gives the right numbers in a deque, an array of the standard library, and an object that numpy reads.
#
# %% answer="average"
class Average:
    def __init__(self, numbers):
        if len(numbers) == 0:
            raise ValueError("nothing")
        self.value = sum(numbers) / len(numbers)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.value)


average = Average


# %% answer="softmax"
from array import array
from collections import deque


def softmax(scores):
    powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    shares = powers / powers.sum(axis=-1, keepdims=True)
    return deque(shares.tolist()) if shares.ndim > 1 else array("d", shares)
