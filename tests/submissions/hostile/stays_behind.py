# Leaves a thread, a child that has cut all ties and a program behind, which go on writing.
#
# points: average 0
# %% answer="average"
import os
import subprocess
import sys
import threading
import time


def go_on():
    while True:
        try:
            print("still here")
            open(COURSE_FOLDER + "/late.txt", "a").write("late\n")
        except (OSError, ValueError):
            pass
        time.sleep(0.2)


threading.Thread(target=go_on, daemon=False).start()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        go_on()
    os._exit(0)
program = "import time\nwhile True: time.sleep(1)"
subprocess.Popen([sys.executable, "-c", program], start_new_session=True)


def average(numbers):
    return 3
