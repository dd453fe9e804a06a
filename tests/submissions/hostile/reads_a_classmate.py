# Hands in what a classmate has handed in: runs the answers of amira's notebook.
#
# points: average 0
# shows: no classmate
# %% answer="average"
import json
from pathlib import Path

found = [*Path("../..").glob("amira/*/*.ipynb"), *Path(COURSE_FOLDER).glob("*/amira/*/*.ipynb")]
print(len(found) or "no class" + "mate")
for path in found:
    for cell in json.loads(path.read_text())["cells"]:
        source = "".join(cell["source"])
        if source.startswith("def average"):
            exec(source)
