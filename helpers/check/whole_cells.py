"""The lesson's settings for a whole test cell in a notebook, not only for its check.

What a test cell gives to an answer stands above its `with`: it must be of the lesson's type too.
"""

from __future__ import annotations

import contextlib
import re
from typing import Any

from helpers.check.settings import lesson_settings
from helpers.kernel import kernel_shell

_CHECK = "check.exercise("
_open: list[contextlib.ExitStack] = []


def watch() -> None:
    """From now on settle a test cell's settings before it runs; outside of a kernel, nothing."""
    shell = kernel_shell()
    if shell is None or getattr(shell, "_lesson_settings", False):
        return
    shell._lesson_settings = True
    shell.events.register("pre_run_cell", _begin)
    shell.events.register("post_run_cell", _end)


def _begin(info: Any) -> None:
    _end()
    if _CHECK not in str(info.raw_cell):
        return
    names = kernel_shell().user_ns
    words = set(re.findall(r"\w+", info.raw_cell))
    stack = contextlib.ExitStack()
    stack.enter_context(lesson_settings([names[word] for word in words if word in names]))
    _open.append(stack)


def _end(result: Any = None) -> None:
    while _open:
        _open.pop().close()
