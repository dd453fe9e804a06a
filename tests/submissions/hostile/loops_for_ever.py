# Never returns, and does not let itself be interrupted.
#
# points: average 0
# says: average
# %% answer="average"
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)


def average(numbers):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
