# Hands in a pipe that is never at its end, under the name of a file that is read.
#
# status: refused
# says: neither a file nor a folder
# %% damage
import os

os.mkfifo(folder / "timestamp.txt")
