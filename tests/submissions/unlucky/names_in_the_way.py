# Own cells use names that the lesson's tests need: `check`, `rng`, and the names of modules.
#
# %% after="average"
check = 3
rng = "a range"
session = helpers = feedback = 0

# %% after="softmax"
np_before, np = np, None

# %% before="search"
np = np_before


# %% answer="softmax"
import numpy


def softmax(scores):
    powers = numpy.exp(scores - numpy.max(scores, axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
