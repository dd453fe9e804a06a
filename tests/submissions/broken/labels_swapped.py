# Two answer cells have each other's label: each then holds the other's function, and defines it
# all the same.
#
# %% damage
by_id = {cell["id"]: cell for cell in notebook["cells"]}
one, two = (by_id[name]["metadata"]["nbgrader"] for name in ("average", "softmax"))
one["grade_id"], two["grade_id"] = two["grade_id"], one["grade_id"]
