# A forgotten experiment runs for ever. It is left out, and all answers count.
#
# says: time
# %% after="softmax"
while True:
    pass
