# Writes into every folder that it can write to, until it is full; memory is behind some of them.
# (Stops by itself at 600 MB each.)
#
# points: average 0
# hides: GREW
# %% answer="average"
import glob
import os

for folder in (".", "/tmp", os.path.expanduser("~"), "/dev/shm", "/dev", "/var/tmp", *glob.glob("/tmp/*/")):
    written = 0
    try:
        for number in range(20):
            with open(f"{folder}/filling-{number}", "wb") as file:
                written += file.write(bytes(30 * 2**20))
    except OSError:
        pass
    if written >= 600 * 2**20:
        print(folder, "GR" + "EW")
    for path in glob.glob(f"{folder}/filling-*"):
        os.remove(path)


def average(numbers):
    return 3
