# Tries to get out of its namespaces, or to make new ones in which it would be root; to mount, to
# lift what covers a folder, to raise its limits, and to write the settings of the machine.
#
# hides: GOT-
# %% after="average"
import ctypes, os, resource

libc = ctypes.CDLL(None, use_errno=True)
got = []
for name, flag in {"users": 0x10000000, "mounts": 0x20000, "processes": 0x20000000, "network": 0x40000000}.items():
    pid = os.fork()
    if pid == 0:
        os._exit(0 if libc.unshare(flag) == 0 else 1)
    if os.waitpid(pid, 0)[1] == 0:
        got.append(name)
for target in (b"/home", b"/tmp", b"/proc", b"/dev/shm", b"/"):
    if libc.umount2(target, 2) == 0:
        got.append(f"unmounted {target}")
if libc.mount(b"x", b"/home", b"tmpfs", 0, None) == 0:
    got.append("mounted")
for path in ("/proc/sys/user/max_user_namespaces", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/usr/new"):
    try:
        open(path, "w").close()
        got.append(path)
    except OSError:
        pass
with open("/proc/self/status") as file:
    got += [line for line in file if line.startswith("Cap") and int(line.split()[1], 16)]
try:
    resource.setrlimit(resource.RLIMIT_AS, (-1, -1))
    got.append("limits")
except (OSError, ValueError):
    pass
print("GOT-" + " ".join(map(str, got)) if got else "nothing")
