# Imports a module of forty thousand parts, for which Python's parser takes gigabytes.
#
# points: average 0
# %% answer="average"
A_LONG_IMPORT


# %% damage
for cell in notebook["cells"]:
    if cell["id"] == "average":
        cell["source"] = "import " + ".".join(["a"] * 40_000)
