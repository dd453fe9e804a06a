# Answers in single and in double precision, with a transposed view and with a parameter.
#
# lesson: 01_tensors
# %% answer="mix"
def mix(weights, vectors):
    return (vectors.t() @ weights[:, None].to(vectors.dtype)).squeeze(1).double()
