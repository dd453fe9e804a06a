# Hands in a file of hundreds of megabytes that takes no room on the disk, until it is copied.
#
# status: refused
# says: MB together
# %% damage
with (folder / "hole.bin").open("wb") as file:
    file.truncate(300 * 2**20)
