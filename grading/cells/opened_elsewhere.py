"""What a lesson's first cell says where the course's folder is not seen. No lesson writes it."""

import re
import textwrap

_NEEDS = re.compile(r"^from helpers import (\w+)", re.MULTILINE)

SENTENCES = (
    "`helpers` is a folder of this course and not a package to install, and this Python does not "
    "see it. Open the lesson with `make lab` in the course folder, or choose the Python in the "
    "course's `.venv` as this notebook's kernel (on Colab and for a notebook sent by itself: get "
    "the whole course folder first)."
)


def guarded(source: str) -> str:
    """The first cell of a lesson, begun by what tells those who opened it elsewhere what to do.

    >>> print(guarded("import numpy as np"))
    import numpy as np
    """
    found = _NEEDS.search(source)
    if found is None:
        return source
    *lines, last = textwrap.wrap(SENTENCES, 90, break_on_hyphens=False)
    return "\n".join(
        [
            "try:",
            f"    from helpers import {found[1]}",
            "except ImportError:  # opened without `make lab`",
            "    raise ImportError(",
            *(f"        {line + ' '!r}" for line in lines),
            f"        {last!r}",
            "    ) from None",
            "",
            source,
        ]
    )
