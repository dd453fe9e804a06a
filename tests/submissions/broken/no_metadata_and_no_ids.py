# A tool has taken out metadata and ids: only what the cells hold tells what they are.
#
# status: either
# %% damage
for cell in notebook["cells"]:
    cell["metadata"] = {}
    del cell["id"]
notebook["nbformat_minor"] = 4
