# Speaks with the trusted side itself, and answers with bytes that mean nothing.
#
# points: none
# %% before="average"
from grading.remote import agent


def serve(path, namespace):
    import socket

    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        connection.sendall(b"\xff\x00garbage" * 1000)


agent.serve = serve


# %% answer="average"
def average(numbers):
    return 0


# %% answer="double"
def double(number):
    return 0


# %% answer="softmax"
def softmax(scores):
    return 0


# %% answer="search"
def search(is_hit, numbers):
    return 0
