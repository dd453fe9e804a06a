# An answer with a number of so many digits that Python does not show it.
#
# points: average ?
# %% damage
for cell in notebook["cells"]:
    if cell["id"] == "average":
        cell["source"] = "".join(cell["source"]) + "\nn = 0x" + "f" * 20_000
        notebook["cells"].append({**cell, "id": "again"})
        break
