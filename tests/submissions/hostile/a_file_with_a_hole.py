# Hands in a notebook of a hundred gigabytes that takes no room on the disk.
#
# status: refused
# says: MB large
# %% damage
with (folder / "hole.bin").open("wb") as file:
    file.truncate(100)
text = b"{" + b" " * (51 * 2**20) + b"}"
