# An answer cell was copied to try something; the copy, further down, holds the old, wrong answer.
# Which of the two is meant cannot be known, and must be said.
#
# points: softmax 2
# says: softmax
# %% damage
cells = notebook["cells"]
place = next(n for n, cell in enumerate(cells) if cell["id"] == "softmax")
twin = copy.deepcopy(cells[place])
twin["id"] = "a-copy"
twin["source"] = "def softmax(scores):\n    raise NotImplementedError()\n"
cells.insert(place + 1, twin)
