# The notebook of another lesson was handed in.
#
# status: either
# points: none
# %% damage
notebook = other
