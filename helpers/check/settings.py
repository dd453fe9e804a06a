"""The settings under which a lesson is checked, whatever a learner has set for the whole kernel.

`torch.set_default_dtype(torch.float64)`, `torch.set_default_device`, `torch.set_grad_enabled` or
`np.set_printoptions` in a cell of the learner's own would else reach the checks, whose tensors
then do not fit. Inside `lesson_settings` all is as in a new kernel; afterwards as it was found.
"""

from __future__ import annotations

import contextlib
import dataclasses
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

#: numpy's own, in full: `set_printoptions` changes no others than those it is given.
_PRINTED = {
    "precision": 8, "threshold": 1000, "edgeitems": 3, "linewidth": 75, "suppress": False,
    "nanstr": "nan", "infstr": "inf", "sign": "-", "floatmode": "maxprec", "formatter": None,
}  # fmt: skip


@contextlib.contextmanager
def lesson_settings(given: Iterable[Any] = ()) -> Iterator[None]:
    """Inside, the settings of numpy and torch are those of a new kernel.

    Args:
        given: values that the check works with. Where the default type (or device) was changed
            before they were made, so that all tensors among them have it, it stays: at home all
            of the lesson is then of one type.
    """
    with contextlib.ExitStack() as stack:
        legacy = {"legacy": False} if np.get_printoptions().get("legacy") else {}
        stack.enter_context(np.printoptions(**_PRINTED, **legacy))  # type: ignore[arg-type]
        torch: Any = sys.modules.get("torch")  # not imported to ask; absent while it is imported
        if hasattr(torch, "set_default_dtype") and hasattr(torch, "nn"):
            _settle_torch(torch, stack, [v for v in given if isinstance(v, torch.Tensor)])
        yield


def _settle_torch(torch: Any, stack: contextlib.ExitStack, tensors: list[Any]) -> None:
    types = {tensor.dtype for tensor in tensors if tensor.is_floating_point()}
    places = {tensor.device for tensor in tensors}
    if types != {torch.get_default_dtype()}:
        _set(stack, torch.get_default_dtype, torch.set_default_dtype, torch.float32)
    here, cpu = torch.get_default_device(), torch.device("cpu")
    if here != cpu and {place.type for place in places} != {here.type}:
        stack.enter_context(cpu)
    _set(stack, torch.is_grad_enabled, torch.set_grad_enabled, True)
    if torch.is_inference_mode_enabled():
        stack.enter_context(torch.inference_mode(False))
    if torch.is_autocast_enabled("cpu"):
        stack.enter_context(torch.autocast("cpu", enabled=False))
    precision = torch.get_float32_matmul_precision, torch.set_float32_matmul_precision
    _set(stack, *precision, "highest")
    if torch.are_deterministic_algorithms_enabled():
        mild = torch.is_deterministic_algorithms_warn_only_enabled()
        stack.callback(torch.use_deterministic_algorithms, True, warn_only=mild)
        torch.use_deterministic_algorithms(False)
    printed: Any = getattr(torch._tensor_str, "PRINT_OPTS", None)
    fresh: Callable[[], Any] = type(printed)
    new = fresh() if dataclasses.is_dataclass(printed) else printed
    if printed != new:
        stack.callback(vars(printed).update, dict(vars(printed)))
        vars(printed).update(vars(new))


def _set(
    stack: contextlib.ExitStack, get: Callable[[], Any], put: Callable[[Any], Any], value: Any
) -> None:
    """Change a setting, and have it put back."""
    before = get()
    if before != value:
        stack.callback(put, before)
        put(value)


def chance() -> Callable[[], None]:
    """Remember the state of all generators; what is returned puts it back."""
    python, numpys = random.getstate(), np.random.get_state()
    torch: Any = sys.modules.get("torch")
    torchs = torch.get_rng_state() if hasattr(torch, "get_rng_state") else None

    def put_back() -> None:
        random.setstate(python)
        np.random.set_state(numpys)
        if torchs is not None:
            torch.set_rng_state(torchs)

    return put_back
