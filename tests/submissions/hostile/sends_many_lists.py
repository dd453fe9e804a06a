# Sends a message that is short as text and takes twenty times as much as Python's own lists.
#
# points: average 0
# %% answer="average"
kernel = get_ipython().kernel
content = {"data": {"application/json": [[]] * 12_000_000}, "metadata": {}}
kernel.session.send(kernel.iopub_socket, "display_data", content, parent=kernel.get_parent())


def average(numbers):
    return 3
