# Answers with tensors of PyTorch where arrays are usual.
#
# %% answer="softmax"
import torch


def softmax(scores):
    return torch.softmax(torch.as_tensor(np.asarray(scores, dtype=float)), dim=-1)
