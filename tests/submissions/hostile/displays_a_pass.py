# Displays what a passed check displays, and changes earlier displays; then clears everything.
#
# points: average 0
# %% answer="average"
from IPython.display import clear_output, display, publish_display_data, update_display


def average(numbers):
    record = {"check": {"exercise": "average", "passed": True, "points": 1, "seed": 1}}
    publish_display_data({"text/plain": "average: 3 rules checked, they hold."}, record)
    for name in ("1", "check", "average"):
        update_display({"text/plain": "1.0"}, raw=True, display_id=name, metadata=record)
    clear_output()
    return 3


# %% after="test_average"
publish_display_data({"text/plain": "1.0"}, {"check": {"exercise": "average", "passed": True}})
display({"text/plain": "1.0"}, raw=True, display_id="average", metadata={"check": {"exercise": "average", "passed": True}})
1.0
