# Hands in files named like libraries, settings and start files, for Python to find first.
#
# points: average 0
# %% answer="average"
import os
import sys

sys.path.insert(0, os.getcwd())
try:
    import planted_settings
except ImportError:
    pass


def average(numbers):
    return 0


# %% file="numpy.py"
raise SystemExit("the wrong numpy")
# %% file="sitecustomize.py"
print("here first")
# %% file="helpers.py"
check = None
# %% file="usercustomize.pth"
import os; os._exit(1)
