# The notebook was saved in the format that Jupyter had before 2015.
#
# status: either
# %% damage
cells = []
for cell in notebook["cells"]:
    old = {"cell_type": cell["cell_type"], "metadata": cell["metadata"]}
    if cell["cell_type"] == "code":
        old |= {"input": cell["source"], "outputs": [], "language": "python", "collapsed": False}
    else:
        old["source"] = cell["source"]
    cells.append(old)
notebook = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells, "metadata": {}}]}
