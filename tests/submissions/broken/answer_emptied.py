# An answer cell was emptied.
#
# points: average 0
# %% answer="average"
