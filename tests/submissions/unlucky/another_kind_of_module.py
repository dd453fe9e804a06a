# A module built of others, with a buffer and a hook, and with its parameter made by a helper.
#
# lesson: 01_tensors
# %% answer="Scorer"
class Named(nn.Module):
    def make(self, features):
        return nn.Parameter(nn.init.normal_(torch.empty(features)))


class Scorer(Named):
    def __init__(self, features):
        super().__init__()
        self.w = self.make(features)
        self.register_buffer("calls", torch.zeros(1), persistent=False)
        self.register_forward_hook(lambda module, given, result: None)

    def forward(self, vectors):
        self.calls += 1
        return torch.einsum("...f,f->...", vectors, self.w)
