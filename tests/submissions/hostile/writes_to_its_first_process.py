# Reads and writes the memory, limits and settings of the first process of its sandbox, and reaches
# for files through its root, its folder and its descriptors.
#
# shows: tried the first process
# hides: GOT-
# %% after="average"
import os, resource

for name, how in (("mem", "r+b"), ("oom_score_adj", "w"), ("uid_map", "w"), ("setgroups", "w"), ("timerslack_ns", "w"), ("clear_refs", "w"), ("comm", "w"), ("coredump_filter", "w"), ("attr/current", "w")):
    for who in ("1", "self"):
        try:
            open(f"/proc/{who}/{name}", how)
            print("GOT-" + name, who)
        except OSError:
            pass
try:
    for number in os.listdir("/proc/1/fd"):
        if os.readlink(f"/proc/1/fd/{number}") not in ("/dev/null",):
            print("GOT-fd", number)
    for name in ("/proc/1/root/home/.proc", "/proc/1/cwd/home/.own"):
        if os.path.exists(name):
            print("GOT-folder", name)
except OSError:
    pass
print("tried the first pro" + "cess")
