# The upload ended halfway: the file stops in the middle of a cell. What came before it counts.
#
# points: softmax 0, search 0
# says: cut off
# %% damage
text = json.dumps(notebook)
text = text[: text.index("def softmax(") + 30]
