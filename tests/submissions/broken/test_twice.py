# A test cell is there twice: it was copied with its metadata.
#
# %% damage
cells = notebook["cells"]
place = next(n for n, cell in enumerate(cells) if cell["id"] == "test_average")
cells.insert(place + 1, {**copy.deepcopy(cells[place]), "id": "a-copy"})
