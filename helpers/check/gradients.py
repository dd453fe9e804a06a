"""How a result changes with what went in: gradients of a learner's function, taken by PyTorch.

Tests take gradients through here, and never reach into autograd themselves: for grading, the
learner's function may live in another process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.check.proxies import Proxy


@dataclass(frozen=True)
class Gradients:
    """How one number changes with each input and, for a module, with each parameter."""

    inputs: list[np.ndarray]  # one per floating-point tensor argument, in its shape
    parameters: dict[str, np.ndarray]  # by name; empty for a plain function


def gradient(
    function: Callable[..., Any], *arguments: Any, probe: Any, output: int | None = None
) -> Gradients:
    """How `(function(*arguments) * probe).sum()` changes with every floating-point argument.

    What the result does not depend on, or was cut off from with `detach`, has a gradient of 0.

    Args:
        function: a function of tensors, or an `nn.Module`.
        probe: as large as the result; weighs its entries, so that they cannot cancel.
        output: which result, where the function returns several.

    Raises:
        ValueError: the probe does not have the shape of the result.

    >>> import torch
    >>> found = gradient(lambda a, b: a * b, torch.tensor([3.0]), torch.tensor([5.0]), probe=[1.0])
    >>> [float(g[0]) for g in found.inputs]
    [5.0, 3.0]
    """
    if isinstance(function, Proxy):
        return function.gradient(arguments, probe, output)
    import torch

    given = [
        a.detach().clone().requires_grad_()
        if isinstance(a, torch.Tensor) and a.is_floating_point()
        else a
        for a in arguments
    ]
    named = dict(function.named_parameters()) if isinstance(function, torch.nn.Module) else {}
    result = function(*given)
    result = result if output is None else result[output]
    if not isinstance(result, torch.Tensor):  # numpy on the way: nothing can be traced back
        result = torch.as_tensor(result, dtype=torch.get_default_dtype())
    weights = torch.as_tensor(probe, dtype=result.dtype)
    if weights.shape != result.shape:
        raise ValueError(
            f"gradient: probe has shape {tuple(weights.shape)}, the result {tuple(result.shape)}"
        )
    inputs = [a for a in given if isinstance(a, torch.Tensor) and a.requires_grad]
    wanted = [*inputs, *named.values()]
    raw: Sequence[torch.Tensor | None] = [None] * len(wanted)
    if result.requires_grad:  # otherwise nothing that went in has a part in the result
        raw = torch.autograd.grad((result * weights).sum(), wanted, allow_unused=True)
    arrays = [
        np.zeros(tuple(w.shape)) if g is None else g.detach().numpy().astype(float)
        for w, g in zip(wanted, raw, strict=True)
    ]
    split = len(inputs)
    return Gradients(arrays[:split], dict(zip(named, arrays[split:], strict=True)))
