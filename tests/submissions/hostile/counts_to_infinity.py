# Rewrites the lesson's last cell into numbers that are none.
#
# %% damage
notebook["cells"][-1]["source"] = 'check.progress({"average": 1e999})'
assert notebook["cells"][-1]["id"] == "progress", notebook["cells"][-1]
