# Metadata hold numbers, lists and nothing where words and tables are due.
#
# %% damage
by_id = {cell["id"]: cell for cell in notebook["cells"]}
by_id["test_average"]["metadata"]["nbgrader"] |= {"points": "many", "checksum": 5}
by_id["average"]["metadata"]["tags"] = "not a list"
by_id["softmax"]["metadata"]["nbgrader"]["locked"] = None
notebook["metadata"]["language_info"] = []
