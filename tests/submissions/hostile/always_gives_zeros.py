# Nothing but zeros, in the right shapes.
#
# points: average 0, softmax 0, search 0, double 0
# %% answer="average"
def average(numbers):
    return 0.0


# %% answer="softmax"
def softmax(scores):
    return np.zeros(np.shape(scores))


# %% answer="search"
def search(is_hit, numbers):
    return 0


# %% answer="double"
def double(number):
    return 0
