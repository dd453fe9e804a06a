# Knows the cases that everybody can read, and nothing else.
#
# points: average 0, softmax 0, search 0
# %% answer="average"
def average(numbers):
    return {(1, 2, 6): 3}.get(tuple(numbers), 3)


# %% answer="softmax"
def softmax(scores):
    return [0.2689, 0.7311] if len(scores) == 2 and np.ndim(scores) == 1 else np.full(np.shape(scores), 0.25)


# %% answer="search"
def search(is_hit, numbers):
    return 1
