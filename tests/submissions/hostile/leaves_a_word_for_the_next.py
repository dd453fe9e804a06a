# Leaves a word wherever a later student's kernel could find it: in modules, in shared memory, in
# temporary folders, at an abstract socket, and in a process that outlives its parents. Another
# submission looks for it (looks_for_a_word_left.py).
# %% after="average"
import ctypes, mmap, multiprocessing.shared_memory, os, socket, sys, time
import numpy as np

WORD = "magpie-" + "left"
np.magpie = WORD
sys.modules["magpie"] = sys
sys.path_hooks_left = WORD
os.environ["MAGPIE"] = WORD
for folder in ("/tmp", "/dev/shm", "/home/student", "/usr/local/src", "/usr/local/share/nbgrader", "/home", "/var/tmp", "/run", "/dev/pts"):
    try:
        with open(folder + "/magpie", "w") as file:
            file.write(WORD)
    except OSError:
        pass
try:
    kept = multiprocessing.shared_memory.SharedMemory("magpie", create=True, size=16)
except OSError:
    pass
libc = ctypes.CDLL(None)
libc.shmget(4711, 4096, 0o1666)  # System V shared memory outlives whoever made it
waiting = socket.socket(socket.AF_UNIX)
waiting.bind("\0magpie")
waiting.listen(1)
try:
    port = socket.create_server(("127.0.0.1", 47110))
except OSError:
    pass
if os.fork() == 0:
    os.setsid()
    for _ in range(3):
        if os.fork():
            os._exit(0)
    for number in range(3):
        os.close(number)
    time.sleep(600)
    os._exit(0)
