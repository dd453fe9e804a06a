# The last cell ends the kernel, as one does in a script.
#
# %% after="progress"
exit()
