# Asks the trusted side for what it lends to nobody: names, attributes, other objects' numbers.
#
# points: search 0
# shows: got nothing
# %% answer="search"
got = []


def search(is_hit, numbers):
    from grading.remote.endpoint import Handle

    peer = is_hit._peer
    for operation, content in [
        ("names", (["check", "np", "kes" + "trel_limit"],)),
        ("get", (is_hit, "__globals__")),
        ("get", (is_hit, "__code__")),
        ("parts", (is_hit,)),
        ("begin", (1,)),
        ("gradient", (is_hit, (1,), 1, None)),
        *[("call", (is_hit._handle.__class__(False, number), (), {})) for number in range(5)],
    ]:
        try:
            got.append(peer.ask(operation, *content))
        except Exception as error:
            pass
    return 1


# %% after="test_search"
print([thing for thing in got if not isinstance(thing, (bool, tuple))] or "got not" + "hing")
