# Hands in a file that Python finds before the kernel's own module.
#
# points: average 0
# %% answer="average"
def average(numbers):
    return 3
# %% file="grading.so"
nothing
