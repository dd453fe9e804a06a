# Takes memory that processes share, and drops each page from its own sum as soon as it was
# written. (Stops by itself at 6 GB.)
#
# points: average 0
# hides: TOOK
# says: memory
# %% answer="average"
import mmap
import time

kept = []
for number in range(60):
    kept.append(mmap.mmap(-1, 100 * 2**20))
    kept[-1].write(bytes(100 * 2**20))
    kept[-1].madvise(mmap.MADV_DONTNEED)
    time.sleep(0.05)
time.sleep(2)
print("TO" + "OK")


def average(numbers):
    return 3
