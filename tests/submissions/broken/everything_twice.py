# The whole notebook was pasted below itself.
#
# %% damage
notebook["cells"] += copy.deepcopy(notebook["cells"])
