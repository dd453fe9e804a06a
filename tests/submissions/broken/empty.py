# The file is empty.
#
# status: refused
# %% damage
text = ""
