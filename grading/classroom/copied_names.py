"""What computers and people put on the name of a copy: `-Copy1`, ` (1)`, `_v2`, `Copy of`, `-1`."""

from __future__ import annotations

import re

_COPY = r"copy|copie|copia|c\u00f3pia|kopie|kopia|kopi|\u043a\u043e\u043f\u0438\u044f|\u526f\u672c"
_SAID = r"final|last|new|neu|fixed|corrected|updated|edited|revised|resubmi\w*|checkpoint|late"
_END = re.compile(
    rf"""(?: \s*\(\d{{1,3}}\)                              # a browser: (1)
      | [\s_.-]+(?:{_COPY})[\s_-]*\(?\d{{0,3}}\)?          # JupyterLab: -Copy1; Windows: - Copy (2)
      | [\s_.-]+v(?:er(?:sion)?)?[\s_.-]*\d{{1,3}}         # a person: _v2
      | [\s_.-]+(?:{_SAID})\d{{0,2}}
      | [\s_.-]\d{{1,2}}                                   # Canvas, Safari: -1; a Mac: 2
      | [\s_.-]+20\d\d-?[01]\d-?[0-3]\d                    # a person, a backup: the day
      | \.(?:ipynb|json|txt)                               # a browser, an editor: the ending again
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_START = re.compile(rf"^(?:{_COPY})[\s_-]*(?:of|von|de|av|di|\(\d+\))[\s_-]+", re.IGNORECASE)


def original_of(stem: str) -> str:
    """The name that a file's name, without its ending, had before it was copied.

    >>> original_of("00_start_here_ana-Copy1"), original_of("Copy of 00_start_here_ana (2)")
    ('00_start_here_ana', '00_start_here_ana')
    """
    while True:
        shorter = _END.sub("", _START.sub("", stem)).strip()
        if shorter == stem or not shorter:
            return stem
        stem = shorter
