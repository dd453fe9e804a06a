# Displays in each of many cells as large a picture as is kept: others must read the graded notebook.
#
# shows: all that this notebook's cells print and display is more than can be kept
# %% damage
cell = next(one for one in notebook["cells"] if one["id"] == "average")
place = notebook["cells"].index(cell)
source = (
    "import base64, os\n"
    "from IPython.display import display\n"
    "png = base64.b64encode(b'\\x89PNG\\r\\n\\x1a\\n' + os.urandom(1_480_000)).decode()\n"
    "display({'image/png': png}, raw=True)\n"
)
notebook["cells"] += [
    {"cell_type": "code", "id": f"big-{n}", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    for n in range(45)
]
