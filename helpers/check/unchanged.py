"""Whether an answer changes what it is given: arrays and tensors that later cells need too.

`Guard` copies the values that a test cell names, before anything runs. After each rule it looks
whether one was changed in place, puts it back, and says so: a slip must not spoil the next check.
Only what stands outside the `with` when it begins is watched: a setup cell's values, and those
that the test cell makes above it.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.check.evidence import Finding, kept
from helpers.check.report import Broken, Diagnosis, show
from helpers.check.values import as_numbers

RULE = "leaves what it was given unchanged"
MOST = 500_000  # numbers and texts copied for one check; what is larger is not watched


class Guard:
    """The values that a cell's code names, as they were when its check began."""

    def __init__(self, names: Mapping[str, Any], code: types.CodeType):
        self.copies: dict[str, Copy] = {}
        left = MOST
        for name in sorted(set(_named(code, names))):
            copy = copied(names[name], left)
            if copy is not None:
                self.copies[name] = copy
                left -= copy.size

    def look(self) -> list[tuple[Broken, Finding]]:
        """Put back what was changed since the last look; return a broken rule for each."""
        found = []
        for name, copy in self.copies.items():
            if not copy.differs():
                continue
            changed = copy.value
            came, got = kept(changed), _shown(changed)  # before it is put back
            copy.put_back()
            found.append((_broken(name, copy.value, got), Finding(RULE, False, came)))
        return found


def _broken(name: str, value: Any, got: str) -> Broken:
    """Say which value was changed, and how to leave it alone."""
    how = "clone()" if _is_tensor(value) else "np.array(..., copy=True)"
    if isinstance(value, list | dict | set):
        how = f"{type(value).__name__}(...)"
    return Broken(
        RULE,
        _shown(value),
        got,
        Diagnosis(
            f"your code changed {name}, which it was given: a later check, or the caller, would"
            f" see the changed values (this check has put them back).",
            f"Which line changes it in place? Work on a copy: {how}, or a new name.",
        ),
    )


def _shown(value: Any) -> str:
    numbers = as_numbers(value)
    return show(numbers if numbers is not None else value)


def _named(code: types.CodeType, names: Mapping[str, Any]) -> Iterator[str]:
    """The global names that a cell's code uses: functions inside it, and those it defines, too."""
    todo, done = [code], set()
    while todo:
        code = todo.pop()
        if code in done:
            continue
        done.add(code)
        todo += [part for part in code.co_consts if isinstance(part, types.CodeType)]
        for name in code.co_names:
            if name not in names:
                continue
            yield name
            value = names[name]
            inner = value.__code__ if isinstance(value, types.FunctionType) else None
            if inner is not None and inner.co_filename == code.co_filename:
                todo.append(inner)


@dataclass
class Copy:
    """A value, what it held, and the same of each of its parts."""

    value: Any
    held: Any
    parts: list[Copy]
    own_size: int

    @property
    def size(self) -> int:
        """How many numbers and texts were copied."""
        return self.own_size + sum(part.size for part in self.parts)

    def differs(self) -> bool:
        """Whether the value, or a part of it, holds something else by now."""
        now = _held(self.value)
        return not _alike(now, self.held) or any(part.differs() for part in self.parts)

    def put_back(self) -> None:
        """Let the value hold again what it held."""
        if not _alike(_held(self.value), self.held):
            _overwrite(self.value, self.held)
        for part in self.parts:
            part.put_back()


def copied(value: Any, most: int = MOST) -> Copy | None:
    """A copy of an array, tensor, container of such, or module; None of anything else."""
    held = _held(value, most)
    if held is None:
        return None
    if isinstance(held, np.ndarray):
        return Copy(value, held, [], held.size) if held.size <= most else None
    inner = list(held.values() if isinstance(held, dict) else held)
    parts: list[Copy] = []
    left = most - len(inner)
    for item in inner:
        if left < 0:
            return None
        part = copied(item, left)
        if part is not None:
            parts.append(part)
            left -= part.size
    return Copy(value, held, parts, len(inner)) if left >= 0 else None


def _held(value: Any, most: int = MOST) -> Any:
    """What is compared: a copy of an array's numbers; the very parts of a container."""
    if isinstance(value, np.ndarray):
        return value.copy() if value.size <= most else None
    if _is_tensor(value):
        return _numbers_of(value) if value.numel() <= most else None
    if type(value) in (list, dict, set):
        return value.copy() if len(value) <= most else None
    if type(value) is tuple:
        return value
    if _is_module(value):
        return [*value.parameters(), *value.buffers()]
    return None


def _numbers_of(tensor: Any) -> np.ndarray | None:
    tensor = tensor.detach().cpu()
    try:
        return np.array(tensor.numpy())
    except (TypeError, RuntimeError):  # bfloat16 and sparse tensors: numpy has none
        return None


def _alike(now: Any, held: Any) -> bool:
    if isinstance(held, np.ndarray):
        if now is None or now.shape != held.shape or now.dtype != held.dtype:
            return False
        if held.dtype == object:
            return all(a is b for a, b in zip(now.flat, held.flat, strict=True))
        return bool(now.tobytes() == held.tobytes())
    if type(now) is not type(held) or len(now) != len(held):
        return False
    if isinstance(held, dict):
        return all(a is b for a, b in zip(now, held, strict=True)) and all(
            now[key] is held[key] for key in held
        )
    if isinstance(held, set):
        return bool(now == held)
    return all(a is b for a, b in zip(now, held, strict=True))


def _overwrite(value: Any, held: Any) -> None:
    if isinstance(value, np.ndarray):
        if value.shape != held.shape:  # resized, or given another shape, in place
            value.shape = held.shape
        value[...] = held
    elif _is_tensor(value):
        import torch

        with torch.no_grad():
            before = torch.as_tensor(held)
            if value.shape == before.shape:
                value.copy_(before)
            else:  # resized in place
                value.data = before.to(value.dtype)
    elif isinstance(value, list):
        value[:] = held
    elif isinstance(value, dict | set):
        value.clear()
        value.update(held)


def _is_tensor(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def _is_module(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.nn.Module)
