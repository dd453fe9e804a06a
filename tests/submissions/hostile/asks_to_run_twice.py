# Says that names are missing, so that all is run a second time, and looks in the second run for
# what the first has seen of the tests.
#
# points: average 0
# hides: FOUND-
# %% answer="average"
import glob, os
seen = [path for folder in ("/tmp", "/dev/shm", "/home/student", "/var/tmp") for path in glob.glob(folder + "/kept*")]
print("FOUND-" + seen[0] if seen else "name 'np' is not defined, name 'average' is not defined")


def average(numbers):
    for folder in ("/tmp", "/dev/shm", "/home/student", "/var/tmp"):
        try:
            with open(folder + "/kept", "a") as file:
                file.write(repr(numbers))
        except OSError:
            pass
    raise NameError("name 'np' is not defined")
