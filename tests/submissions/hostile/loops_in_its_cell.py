# Loops in the answer cell, and swallows every interrupt.
#
# points: softmax 0
# says: softmax
# %% answer="softmax"
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
