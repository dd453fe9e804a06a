# Plants files in helpers, in grading, in Python's packages and in the course folder, where the
# next grading would run them.
#
# points: average 0
# %% answer="average"
import os
import site

for folder in (PROJECT_FOLDER + "/helpers", PROJECT_FOLDER + "/grading", COURSE_FOLDER, *site.getsitepackages()[:1]):
    path = os.path.join(folder, "planted_by_a_student.pth")
    try:
        open(path, "w").write("# here I am\n")
        print("written", path)
        os.remove(path) if "site-packages" in path else None
    except OSError:
        pass


def average(numbers):
    return 3
