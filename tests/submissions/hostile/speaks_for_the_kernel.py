# Sends messages of its own over the kernel's channels: that the cell is done, that it was busy,
# that an input is wanted, that the kernel shuts down.
#
# points: average 0
# %% answer="average"
session, shell = get_ipython().kernel.session, get_ipython().kernel
parent = shell.get_parent()
for kind, content in (
    ("status", {"execution_state": "idle"}),
    ("execute_reply", {"status": "ok", "execution_count": 1}),
    ("stream", {"name": "stdout", "text": 5}),
    ("display_data", {"data": None}),
    ("error", {}),
    ("shutdown_reply", {"restart": False}),
    ("no_such_kind", {}),
):
    session.send(shell.iopub_socket, kind, content, parent=parent)
try:
    input("your gradebook, please")
except Exception as error:
    print(type(error))


def average(numbers):
    return 3
