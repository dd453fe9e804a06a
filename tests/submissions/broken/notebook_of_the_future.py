# The notebook says that it is of a minor version which is not there yet.
#
# %% damage
notebook["nbformat_minor"] = 99
