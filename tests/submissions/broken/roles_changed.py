# An answer cell says that it is a test, and a test that it is nothing.
#
# %% damage
by_id = {cell["id"]: cell for cell in notebook["cells"]}
by_id["average"]["metadata"]["nbgrader"] |= {"grade": True, "points": 3}
by_id["test_softmax"]["metadata"]["nbgrader"] |= {"grade": False, "locked": False}
