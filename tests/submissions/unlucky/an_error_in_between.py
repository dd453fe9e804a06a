# An experiment stops with a NameError; everything after it is right.
#
# %% after="average"
print(avrage([1, 2]))

# %% before="softmax"
assert average([1, 2]) == 7, "so that is not it"
