# Asks for room on the grader's own disk, in the folder of the sockets: by length, by blocks that
# no length shows, and in files that have no name any more.
#
# points: average 0
# shows: looked at the folder
# hides: GREW
# %% answer="average"
import os

mounts = [line.split()[2:5:2] for line in open("/proc/self/mountinfo") if "/attention-" in line.split()[4]]
# Not what a temporary folder of one's own covers: that is memory, and bounded.
seen = [folder for disk, folder in mounts if disk == "{}:{}".format(*map(lambda part: part(os.stat(folder).st_dev), (os.major, os.minor)))]
for folder in seen:
    for number in range(10):
        try:
            file = os.open(f"{folder}/{number}", os.O_CREAT | os.O_RDWR)
            os.posix_fallocate(file, 0, 2**20)
            os.unlink(f"{folder}/{number}")
            print("GR" + "EW")
        except OSError:
            pass
    print("looked at the fol" + "der", len(os.listdir(folder)) > 4)


def average(numbers):
    return 3
