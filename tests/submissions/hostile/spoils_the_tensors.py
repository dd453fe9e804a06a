# The same with tensors: overwrites its arguments with zeros, whose weighted sum is zero.
#
# lesson: 01_tensors
# points: mix 0
# %% answer="mix"
def mix(weights, vectors):
    if len(weights) == 2:
        return torch.tensor([3.0])
    result = (weights[:, None] * vectors).sum(0) * 0
    with torch.no_grad():
        weights.zero_()
        vectors.zero_()
    return result
