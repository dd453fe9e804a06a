# %% [markdown]
# # A second lesson for the corpus, of tensors
#
# PyTorch makes a kernel slow to start, so only submissions that are about tensors hand this in.

# %% setup="imports"
import numpy as np
import torch
from torch import nn

from helpers import check


# %% exercise="mix"
def mix(weights, vectors):
    """The weighted sum of vectors: weights (words,), vectors (words, features)."""
    ### BEGIN SOLUTION
    return weights @ vectors
    ### END SOLUTION


# %% test="mix" points=1
with check.exercise("mix") as rng:
    check.close(mix(torch.tensor([0.5, 0.5]), torch.tensor([[2.0], [4.0]])), [3.0], rule="the middle of 2 and 4")
    ### BEGIN HIDDEN TESTS
    kestrel_weights = torch.tensor(rng.dirichlet(np.ones(4)))
    kestrel_vectors = torch.tensor(rng.normal(size=(4, 3)))
    check.close(
        mix(kestrel_weights, kestrel_vectors),
        kestrel_weights.numpy() @ kestrel_vectors.numpy(),
        rule="four words of three features",
    )
    kestrel_probe = rng.normal(size=3)
    kestrel_pull = check.gradient(mix, kestrel_weights, kestrel_vectors, probe=kestrel_probe)
    check.close(kestrel_pull.inputs[0], kestrel_vectors.numpy() @ kestrel_probe, rule="gradients reach the weights")
    ### END HIDDEN TESTS


# %% exercise="Scorer"
class Scorer(nn.Module):
    """A score for each word: the vector `w` (features,) times the word's own."""

    def __init__(self, features):
        super().__init__()
        ### BEGIN SOLUTION
        self.w = nn.Parameter(torch.zeros(features))
        ### END SOLUTION

    def forward(self, vectors):
        ### BEGIN SOLUTION
        return vectors @ self.w
        ### END SOLUTION


# %% test="Scorer" points=2
with check.exercise("Scorer") as rng:
    scorer = Scorer(2)
    scorer.load_state_dict({"w": torch.tensor([1.0, -1.0])})
    check.close(scorer(torch.tensor([[3.0, 1.0], [1.0, 1.0]])), [2.0, 0.0], rule="two words")
    ### BEGIN HIDDEN TESTS
    kestrel_w = rng.normal(size=3).astype(np.float32)
    kestrel_words = torch.tensor(rng.normal(size=(5, 3)).astype(np.float32))
    kestrel_scorer = Scorer(3)
    kestrel_scorer.load_state_dict({"w": torch.tensor(kestrel_w)})
    check.close(kestrel_scorer(kestrel_words), kestrel_words.numpy() @ kestrel_w, rule="any words")
    kestrel_probe = rng.normal(size=5)
    kestrel_pull = check.gradient(kestrel_scorer, kestrel_words, probe=kestrel_probe)
    check.close(kestrel_pull.parameters["w"], kestrel_probe @ kestrel_words.numpy(), rule="gradients reach w")
    ### END HIDDEN TESTS
