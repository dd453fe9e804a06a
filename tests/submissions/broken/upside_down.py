# All cells are there, in the opposite order.
#
# %% damage
notebook["cells"].reverse()
