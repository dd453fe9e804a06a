# Calls himself like an option, a path and a piece of SQL.
#
# student: --force; drop table grade; $(touch planted) 'o"brien' <b>
# points: average 0
# %% answer="average"
def average(numbers):
    return 3
