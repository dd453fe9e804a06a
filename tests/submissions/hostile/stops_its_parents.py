# Stops, and ends, the first process of its sandbox and its own group, so that nothing forks or
# reaps any more, and leaves zombies and stopped processes behind.
#
# points: average 0
# %% answer="average"
import os
import signal

for sent in (signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGTSTP):
    os.kill(1, sent)
for sort in range(20):
    if os.fork() == 0:
        if sort % 2:
            os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)


def average(numbers):
    os.kill(1, signal.SIGSTOP)
    os.kill(os.getpid(), signal.SIGSTOP)
