# Forks children that fork children and leave, each in a session of its own, while the answer is
# tested: all of them must be gone with the kernel, and nobody else is held up.
# %% after="average"
import os, time

for _ in range(4):
    if os.fork() == 0:
        for _ in range(4):
            os.setsid()
            if os.fork():
                os._exit(0)
        for number in range(3, 200):
            try:
                os.close(number)
            except OSError:
                pass
        time.sleep(900)
        os._exit(0)
