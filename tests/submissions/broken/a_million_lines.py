# An experiment has printed half a million lines, which were saved.
#
# %% after="average"
print("a line")


# %% damage
for cell in notebook["cells"]:
    if cell["id"].startswith("own-"):
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": [f"{n}\n" for n in range(500_000)]}]
