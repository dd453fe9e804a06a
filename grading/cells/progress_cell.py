"""The last cell of every lesson, which tells a learner what has passed. No lesson writes it."""

from collections.abc import Iterable, Mapping

PROGRESS_ID = "progress"
PROGRESS_CALL = "check.progress("


def progress_source(checks: Mapping[str, int], by_hand: Iterable[str]) -> str:
    """Return the cell's code for a lesson's exercises, with their test cells counted, and tasks.

    >>> print(progress_source({"double": 2}, ["why"]))
    # Where you stand. Run this cell whenever you like: it tells what the checks have said so far.
    check.progress({
        "double": 2,
    }, by_hand=["why"])
    """
    tasks = ", ".join(f'"{name}"' for name in by_hand)
    return "\n".join(
        [
            "# Where you stand. Run this cell whenever you like: "
            "it tells what the checks have said so far.",
            PROGRESS_CALL + "{",
            *(f'    "{name}": {count},' for name, count in checks.items()),
            f"}}, by_hand=[{tasks}])" if tasks else "})",
        ]
    )
