# Calls the test's function with what it does not expect, and shows its errors: their texts, and
# the lines of the test in them.
#
# points: search 0
# %% answer="search"
import traceback

seen = []


def search(is_hit, numbers):
    for arguments in ((), ("x",), (None,), (1, 2), ([1],), ({},)):
        try:
            is_hit(*arguments)
        except BaseException as error:
            seen.append((type(error).__name__, str(error), getattr(error, "learner_places", None), traceback.format_exc()))
    return 1


# %% after="test_search"
for error in seen:
    print(*error)
