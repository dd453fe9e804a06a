# Takes memory in files that have no name and no place, which no process has mapped. (3.6 GB.)
#
# points: average 0
# hides: TOOK
# %% answer="average"
import os, time


def average(numbers):
    return 3


kept = []
try:
    for number in range(60):
        kept.append(os.memfd_create("m"))
        os.write(kept[-1], bytes(60 * 2**20))
    time.sleep(1.5)
    print("TO" + "OK")
except OSError:
    pass
