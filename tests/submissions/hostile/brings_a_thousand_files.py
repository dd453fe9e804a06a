# Hands in thousands of small files, more than fit on a command line.
#
# status: refused
# says: more than
# %% damage
for number in range(9000):
    (folder / f"{number}-{'x' * 180}.txt").write_text("x")
