# The file is a hundred thousand opening brackets.
#
# status: refused
# %% damage
text = "[" * 100_000
