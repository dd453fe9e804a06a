# Answers with a message that says it is four gigabytes long, and goes on sending.
#
# points: average 0
# %% answer="average"
def average(numbers):
    import gc
    import socket

    for thing in gc.get_objects():
        if isinstance(thing, socket.socket) and thing.family == socket.AF_UNIX:
            try:
                for _ in range(64):
                    thing.sendall(b"A\xff\xff\xff\xff" + b"0" * 2**20)
            except OSError:
                pass
    return 3
