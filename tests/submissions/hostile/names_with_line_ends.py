# Hands in a file that has no name in letters, and one with a line break.
#
# points: average 0
# %% answer="average"
def average(numbers):
    return 3
# %% damage
import os
open(os.fsencode(folder) + b"/caf\xe9.txt", "w").write("x")
open(os.fsencode(folder) + b"/a\nb.txt", "w").write("x")
