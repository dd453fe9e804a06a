# Hands in a timestamp that takes hours to read.
#
# status: refused
# says: timestamp
# %% damage
(folder / "timestamp.txt").write_text("2020 " + "a." * 2_000_000)
