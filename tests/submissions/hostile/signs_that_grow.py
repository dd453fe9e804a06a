# Hands in millions of signs that are six times as long in the graded notebook, which others read.
#
# status: refused
# says: signs that cannot be seen
# %% damage
import copy

big = copy.deepcopy(notebook)
big["cells"].append({"cell_type": "markdown", "id": "big", "metadata": {}, "source": "@many@"})
text = json.dumps(big).replace("@many@", "\x01" * 40_000_000)
