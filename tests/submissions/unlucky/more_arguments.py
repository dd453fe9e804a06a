# Optional arguments that the exercise did not ask for, other names, and any number of them.
#
# %% answer="average"
def average(values, *rest, start=0.0, verbose: bool = False, **options) -> float:
    if len(values) == 0:
        raise ValueError("nothing")
    return start + sum(values, *rest) / len(values)


# %% answer="softmax"
def softmax(x, /, axis=-1, *, temperature=1.0):
    powers = np.exp((x - np.max(x, axis=axis, keepdims=True)) / temperature)
    return powers / powers.sum(axis=axis, keepdims=True)
