# Looks for what leaves_a_word_for_the_next.py left, and for what a fork may share with its parent
# and its siblings: descriptors, modules, memory, processes, folders with other kernels' sockets.
#
# hides: FOUND-
# %% after="average"
import ctypes, glob, multiprocessing.shared_memory, os, socket, sys
import numpy as np

found = [name for name in ("magpie", "path_hooks_left") if hasattr(np, name) or hasattr(sys, name)]
found += ["module"] * ("magpie" in sys.modules) + ["variable"] * ("MAGPIE" in os.environ)
found += [path for folder in ("/tmp", "/dev/shm", "/home", "/home/student", "/usr/local/src", "/usr/local/share/nbgrader", "/var/tmp", "/run", "/dev/pts")
          for path in [folder + "/magpie"] if os.path.lexists(path)]
try:
    multiprocessing.shared_memory.SharedMemory("magpie")
    found.append("shared memory")
except OSError:
    pass
libc = ctypes.CDLL(None)
if libc.shmget(4711, 4096, 0) >= 0:
    found.append("System V memory")
for kind, address in ((socket.AF_UNIX, "\0magpie"), (socket.AF_INET, ("127.0.0.1", 47110))):
    try:
        socket.socket(kind).connect(address)
        found.append(f"socket {address!r}")
    except OSError:
        pass
found += [f"process {n}" for n in os.listdir("/proc") if n.isdigit() and int(n) not in (1, os.getpid())]
found += [f"another's folder {path}" for path in glob.glob("/tmp/attention-*/*/kernel.json")[1:]]
for path in glob.glob("/proc/self/fd/*"):
    target = os.path.realpath(path)
    if target.startswith(("/tmp/attention", "/memfd", "/home")) and ".ipython" not in target and "deleted" in target:
        found.append(target)
found += ["the host's processes"] * os.path.exists("/home/.proc")
print("FOUND-" + " ".join(found) if found else "nothing")
