# Hands in links that lead to the gradebook and to a classmate's folder.
#
# status: either
# hides: SQLite
# says: link
# %% answer="average"
for name in ("marks.txt", "classmate"):
    try:
        print(open(name, "rb").read(20))
    except OSError as error:
        print(type(error))


def average(numbers):
    if len(numbers) == 0:
        raise ValueError("nothing")
    return sum(numbers) / len(numbers)


# %% damage
(folder / "marks.txt").symlink_to(course / "gradebook.db")
(folder / "classmate").symlink_to(course / "submitted" / "amira")
