# Returns float32, lists, tuples and numpy's own integers where floats, arrays and ints are usual.
#
# %% answer="average"
def average(numbers):
    if len(numbers) == 0:
        raise ValueError("nothing")
    return np.float32(np.mean(numbers))


# %% answer="softmax"
def softmax(scores):
    scores = np.atleast_2d(scores).astype(np.float64)
    rows = [np.exp(row - row.max()) for row in scores]
    shares = [tuple((row / row.sum()).tolist()) for row in rows]
    return shares if len(shares) > 1 else shares[0]


# %% answer="search"
def search(is_hit, numbers):
    for place in np.arange(len(numbers)):
        if is_hit(numbers[place]):
            return place
    return None
