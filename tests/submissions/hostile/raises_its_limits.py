# Tries to raise all its limits, and its place in the queue.
#
# hides: RAISED-
# shows: limits stay
# %% after="average"
import os
import resource

for name in dir(resource):
    if name.startswith("RLIMIT_") and name not in ("RLIMIT_NICE", "RLIMIT_RTPRIO"):
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        for most in (resource.RLIM_INFINITY, hard + 1) if hard != resource.RLIM_INFINITY else ():
            try:
                resource.setrlimit(kind, (most, most))
                print("RAISED-" + name)
            except (OSError, ValueError, OverflowError):
                pass
for change in (lambda: os.nice(-5), lambda: os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1)), lambda: os.setpriority(os.PRIO_USER, 0, -1)):
    try:
        change()
        print("RAISED-priority")
    except OSError:
        pass
print("limits st" + "ay")
