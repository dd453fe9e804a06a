# The upload ended halfway: the file stops in the middle of a cell.
#
# status: refused
# %% damage
text = json.dumps(notebook)[:2500]
