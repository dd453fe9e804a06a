# The notebook names no kernel.
#
# %% damage
notebook["metadata"] = {}
