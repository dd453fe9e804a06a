# Handed in as it came: nothing was written.
#
# points: none
# shows: Not written yet
# %% damage
notebook = release
