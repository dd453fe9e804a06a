"""What a lesson does and says where the course's folder is not seen. No lesson writes it.

Two things: a folded cell above the title, which fetches the course on Colab, and the sentences of
the first cell that imports from `helpers`, for every other place.
"""

import re
import textwrap

_GUARD_BEGINS, _GUARD_ENDS = "try:\n    from helpers import ", "    ) from None\n\n"
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


def unguarded(source: str) -> str:
    """The first cell as the lesson's text has it, for those who only read it.

    >>> unguarded(guarded("from helpers import check")), unguarded("import numpy")
    ('from helpers import check', 'import numpy')
    """
    return source.partition(_GUARD_ENDS)[2] if source.startswith(_GUARD_BEGINS) else source


FETCH_ID = "fetch_the_course"
#: What the lessons import besides `helpers`. Colab has most of it, in versions that fit its
#: machines, so the course's own pins are not forced on it.
WANTED = (
    "ipywidgets", "matplotlib", "numpy", "platformdirs", "portalocker", "requests", "sacrebleu",
    "scipy", "torch", "tqdm", "urllib3",
)  # fmt: skip


def fetching(address: str) -> str:
    """The folded cell above a lesson's title: it installs the course where there is none.

    Where `helpers` is, nothing is imported, fetched or changed.

    Args:
        address: what pip installs the course from, such as `git+https://.../where-to-look`; with
            an empty one nothing is fetched, and the next cell says what to do.
    """
    names = textwrap.wrap(", ".join(f'"{name}"' for name in WANTED), 84)
    return "\n".join(
        [
            "# @title On Colab this cell fetches the course. Beside the course it does nothing.",
            "def fetch_the_course(address):",
            "    import importlib.util",
            "    import os",
            "    import subprocess",
            "    import sys",
            "",
            '    address = os.environ.get("WHERE_TO_LOOK_ADDRESS", address)',
            '    if importlib.util.find_spec("helpers") is not None or not address:',
            "        return",
            '    pip = [sys.executable, "-m", "pip", "install", "--quiet"]',
            '    subprocess.run([*pip, "--no-deps", address], check=True)',
            "    wanted = [",
            *(f"        {line.rstrip(',')}," for line in names),
            "    ]",
            "    missing = [name for name in wanted if importlib.util.find_spec(name) is None]",
            "    if missing:",
            "        subprocess.run([*pip, *missing], check=True)",
            "    importlib.invalidate_caches()",
            "",
            "",
            f'fetch_the_course("{address}")',
        ]
    )
