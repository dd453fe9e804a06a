# Changes things in place: a copy of its argument, and a list that it has made.
#
# %% answer="softmax"
def softmax(scores):
    scores = np.array(scores, dtype=float)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores
