# A module that only plays one: its weights are elsewhere, and its gradients are made up.
#
# lesson: 01_tensors
# points: Scorer 0
# %% answer="Scorer"
class Scorer(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(features))

    def forward(self, vectors):
        return (vectors @ self.w).detach() + 0 * self.w.sum()

    def named_parameters(self, *args, **kwargs):
        yield "w", self.w
