# Half a letter, as some keyboards and copied e-mails leave them, in an answer and in a text.
#
# %% answer="average"
def average(numbers):
    """The mean. HALF"""
    if len(numbers) == 0:
        raise ValueError("HALF")
    return sum(numbers) / len(numbers)


# %% damage
notebook["cells"][-1]["source"] = "Because \ud83d."
for cell in notebook["cells"]:
    if cell["id"] == "average":
        cell["source"] = "".join(cell["source"]).replace("HALF", "\ud83d")
