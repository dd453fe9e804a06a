# Sends the terminal's own commands: colours, a new title, cleared screens, in prints and errors.
#
# points: average 0
# %% answer="average"
print("\x1b[2J\x1b]0;graded\x07\x1b[8mhidden\x1b[0m\r\x08\x08")


def average(numbers):
    raise ValueError("\x1b[2J\x1b[31maverage 1/1\x1b[0m\r\n[AutogradeApp] all is well\x00")
