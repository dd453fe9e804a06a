"""Files by which a hand-in could set Jupyter, IPython or nbgrader up, as whoever opens it there.

They read a program `NAME_config.py` (or `.json`, or all of a folder `NAME_config.d`) from the
folder that a page is asked to show, or in which a notebook is opened.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

_PROGRAMS = "jupyter|jupyterlab|jupyterhub|nbgrader|nbconvert|ipython|notebook|formgrade|formgrader"
_FILE = re.compile(
    rf"(?:{_PROGRAMS})(?:[_-]\w+)*[_-]config(?:\.(?:py[a-z]?|ipynb|jsonc?|json5|d|ya?ml|toml))?\s*\.*"
    r"|nbgrader_config(?:\..*)?|jupyter_config(?:\..*)?|page_config\.json",
    re.IGNORECASE,
)
_FOLDERS = re.compile(
    r"\.jupyter|\.ipython|\.nbgrader|profile_default|labconfig|nbconfig|serverconfig"
    r"|jupyter_\w*config\.d|(?:jupyter|notebook)_config",
    re.IGNORECASE,
)
_CUSTOM = re.compile(r"custom\.(?:js|css)", re.IGNORECASE)


def is_settings(path: PurePath, is_folder: bool) -> bool:
    """Whether one of these programs would take a file or folder for its settings.

    Args:
        path: relative to the hand-in's folder, or any path whose last two parts are known.
        is_folder: what it is.
    """
    name = unicodedata.normalize("NFKC", path.name).strip()
    if is_folder:
        return bool(_FOLDERS.fullmatch(name) or _FILE.fullmatch(name))
    inside = unicodedata.normalize("NFKC", path.parent.name).casefold()
    return bool(_FILE.fullmatch(name) or (inside == "custom" and _CUSTOM.fullmatch(name)))
