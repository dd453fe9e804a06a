# Hands in millions of signs that are six times as long in the graded notebook, which others read.
#
# status: refused
# says: signs that cannot be seen
# %% damage
import copy

big = copy.deepcopy(notebook)
big["cells"].append({"cell_type": "markdown", "id": "big", "metadata": {}, "source": "HERE"})
text = json.dumps(big).replace("HERE", "\x01" * 40_000_000)
