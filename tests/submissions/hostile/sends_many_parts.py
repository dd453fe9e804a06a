# Sends one message of many parts, each as long as one may be: 1.5 GB for the grader's own memory.
#
# points: average 0
# says: had to be held in memory
# %% answer="average"
import time

kernel = get_ipython().kernel
part = memoryview(bytes(50 * 2**20))
content = {"data": {"text/plain": "x"}, "metadata": {}}
kernel.session.send(kernel.iopub_socket, "display_data", content, parent=kernel.get_parent(), buffers=[part] * 30)
time.sleep(20)


def average(numbers):
    return 3
