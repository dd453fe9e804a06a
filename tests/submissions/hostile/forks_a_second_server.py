# A second process answers the tests beside the first, on the same connection, with what it likes.
#
# points: average ?, double ?, softmax ?, search ?
# %% after="search"
import os
import threading
import time

import grading.remote.channels as channels

before = channels.SocketChannel.listen


def listen(self):
    if os.fork() == 0:
        try:
            while True:
                self.connection.send(b"a" + (3).to_bytes(4, "big") + b"abc")
        finally:
            os._exit(0)
    return before(self)


channels.SocketChannel.listen = listen
