# The tests were moved to the top, before the answers that they test.
#
# %% damage
notebook["cells"].sort(key=lambda cell: not cell["id"].startswith("test_"))
