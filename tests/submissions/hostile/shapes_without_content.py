# Returns arrays of no bytes whose shape says that they hold twenty million empty rows: as lists
# they fill the memory of whoever looks. Must be refused at once, not when the time is up.
#
# points: average 0, search 0
# hides: too long
# hides: time allowed
# %% answer="average"
def average(numbers):
    return np.empty((20_000_000, 0))


# %% answer="search"
def search(is_hit, numbers):
    return np.empty((20_000_000, 0))
