# Reads the hidden tests, and everybody's marks, out of the gradebook.
#
# points: average 0
# shows: no gradebook
# hides: test_softmax
# %% answer="average"
import sqlite3

try:
    for place in ("../../../gradebook.db", COURSE_FOLDER + "/gradebook.db"):
        book = sqlite3.connect("file:" + place + "?mode=ro", uri=True)
        print(book.execute("select name, source from source_cell").fetchall())
        print(book.execute("select * from grade").fetchall())
except sqlite3.Error:
    print("no grade" + "book")


def average(numbers):
    return 3
