# A tool wrote the keys of a notebook twice, the first ones wrong.
#
# %% damage
text = json.dumps(notebook).replace('"cell_type": "code"', '"cell_type": 7, "source": [1], "metadata": null, "cell_type": "code"')
text = '{"cells": 3, "metadata": [], "nbformat": "four", ' + text[1:]
