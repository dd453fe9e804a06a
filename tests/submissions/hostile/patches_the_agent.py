# Replaces the student's side of the conversation: it answers every question with 3.
#
# points: none
# %% before="average"
from grading.remote import agent
from grading.remote import endpoint

endpoint.Endpoint.serve = lambda self, request: endpoint.encode((3,))
agent.Agent.call = lambda self, target, args, kwargs: (3, {})


# %% answer="average"
def average(numbers):
    return 3


# %% answer="double"
def double(number):
    return 8


# %% answer="softmax"
def softmax(scores):
    return 0.25


# %% answer="search"
def search(is_hit, numbers):
    return 1
