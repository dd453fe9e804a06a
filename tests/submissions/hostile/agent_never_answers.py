# Takes the question, and never answers it.
#
# points: average 0
# says: average
# %% before="average"
from grading.remote import agent

answering = agent.serve


def serve(path, namespace):
    import socket
    import time

    if "double" in namespace:  # the others are answered
        return answering(path, namespace)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        while True:
            time.sleep(1)


agent.serve = serve


# %% answer="average"
def average(numbers):
    return 0
