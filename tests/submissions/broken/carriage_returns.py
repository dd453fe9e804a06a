# The answers have CR LF, and some only CR, at the ends of their lines.
#
# %% damage
for cell in notebook["cells"]:
    if cell["id"] in ("average", "softmax"):
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
