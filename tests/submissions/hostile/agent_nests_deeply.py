# Answers with lists in lists in lists, a list that holds itself, and a number of a million digits.
#
# points: average 0, softmax 0, search 0
# %% answer="average"
def average(numbers):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep


# %% answer="softmax"
def softmax(scores):
    own = []
    own.append(own)
    return own


# %% answer="search"
def search(is_hit, numbers):
    return 10**1_000_000
