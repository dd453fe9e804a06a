# Looks for what leaves_locks_at_open_files.py left: one open file has its flags, locks and signal
# for all who have it, and a device's times and rights are the same in every sandbox.
#
# hides: FOUND-
# shows: looked for locks
# %% after="average"
import fcntl, os, struct

ONE, GETSIG, GETLK = "hhqqi4x", 11, 36
found = []
anew = os.open(os.devnull, os.O_RDWR)
asked = struct.pack(ONE, fcntl.F_WRLCK, 0, 0, 0, 0)
found += ["lock"] * (struct.unpack(ONE, fcntl.fcntl(anew, GETLK, asked))[0] != fcntl.F_UNLCK)
found += [f"signal {n}" for n in range(3) if fcntl.fcntl(n, GETSIG) == 37]
found += [f"flags {n}" for n in range(3) if fcntl.fcntl(n, fcntl.F_GETFL) & os.O_APPEND]
found += [p for p in ("/dev/pts/ptmx", "/dev/pts", "/dev/null", "/dev/tty") if os.stat(p).st_mtime == 4242]
print("FOUND-" + " ".join(found) if found else "looked for loc" + "ks")
