# Leaves locks, flags and a signal's number at every open file that a next kernel might share:
# looks_for_locks_left.py looks for them.
# %% after="average"
import fcntl, os, struct

ONE, SETSIG, SETLK = "hhqqi4x", 10, 37
for number in map(int, os.listdir("/proc/self/fd")):
    try:
        if os.readlink(f"/proc/self/fd/{number}") == os.devnull:
            fcntl.fcntl(number, SETSIG, 37)
            fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | os.O_APPEND)
            fcntl.fcntl(number, SETLK, struct.pack(ONE, fcntl.F_WRLCK, 0, 4242, 7, 0))
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        pass
for place in ("/dev/pts/ptmx", "/dev/pts", "/dev/null", "/dev/tty"):
    try:
        os.utime(place, (4242, 4242))
        os.chmod(place, 0o600)
    except OSError:
        pass
