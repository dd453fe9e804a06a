# Learns from the order in which the names are asked for which test it is, and changes its answer.
#
# points: double 0
# %% answer="double"
import grading.remote.agent as agent

_names = agent.Agent.names
_seen = []


def names(self, wanted):
    _seen.append(list(wanted))
    return _names(self, wanted)


agent.Agent.names = names


def double(number):
    return {4: 8, 0.5: 1.0}.get(number, 20 if len(_seen) % 2 else 40)
