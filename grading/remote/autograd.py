"""Gradients across two processes: a tensor that crosses keeps its way back.

Each side numbers the tensors with a gradient that it sends. A tensor that arrives becomes the
output of a node whose inputs are the tensors sent out during the same call: going backward
through the node asks the other side how that tensor depends on them. On the side that is asked,
the nodes lead no further, so that no path is counted twice.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from grading.remote.numbers import fresh_number

if TYPE_CHECKING:
    from grading.remote.endpoint import Endpoint


class RemoteAutograd:
    """The tensors that left and arrived on one side."""

    def __init__(self, peer: Endpoint):
        self.peer = peer
        self.left: dict[int, Any] = {}  # by our number: a tensor of ours, in its graph
        self.arrived: dict[int, Any] = {}  # by their number: the leaf it became here
        self.scope: list[int] = []  # our numbers sent in the call that is going on
        self.calls = 0  # inside one another
        self.asked = 0  # how deep we are in answering `backward`

    def forget(self) -> None:
        """Forget all tensors."""
        self.left.clear()
        self.arrived.clear()
        self.scope.clear()

    @contextlib.contextmanager
    def outgoing(self) -> Iterator[None]:
        """While we call them, or they us: what leaves now is what can come back."""
        if self.calls == 0:
            self.scope.clear()
        self.calls += 1
        try:
            yield
        finally:
            self.calls -= 1

    incoming = outgoing

    def leave(self, tensor: Any) -> int:
        """Number a tensor of ours that is being sent."""
        number = fresh_number(self.left)
        self.left[number] = tensor
        self.scope.append(number)
        return number

    def arrive(self, leaf: Any, number: int) -> Any:
        """What a tensor that was sent with a gradient becomes here."""
        if number <= 0:
            return leaf
        self.arrived[number] = leaf
        if not self.scope:
            return leaf
        sent = [(ours, self.left[ours]) for ours in self.scope]
        about = self, number, [ours for ours, _ in sent]
        return _node().apply(about, leaf, *[tensor for _, tensor in sent])

    def backward(self, number: int, gradient: Any, wanted: list[int]) -> list[Any]:
        """How our tensor `number` pulls at the `wanted` ones, which they sent."""
        import torch

        leaves = [self.arrived.get(theirs) for theirs in wanted]
        known = [leaf for leaf in leaves if leaf is not None]
        self.asked += 1
        try:
            found = torch.autograd.grad(
                self.left[number], known, gradient, retain_graph=True, allow_unused=True
            )
        finally:
            self.asked -= 1
        pulls = iter(found)
        return [None if leaf is None else next(pulls) for leaf in leaves]


_node_class: Any = None


def _node() -> Any:
    """The autograd node of an arrived tensor; torch is imported only where one arrives."""
    global _node_class
    if _node_class is None:
        import torch

        class Arrived(torch.autograd.Function):
            @staticmethod
            def forward(ctx: Any, about: Any, leaf: Any, *sent: Any) -> Any:
                ctx.about = about
                ctx.shapes = [tensor.shape for tensor in sent]
                return leaf.detach().clone()

            @staticmethod
            def backward(ctx: Any, *gradients: Any) -> Any:
                tracks, number, ours = ctx.about
                gradient = gradients[0]
                pulls: list[Any] = [None] * len(ours)
                if not tracks.asked:
                    answer = tracks.peer.ask("backward", number, gradient, ours)
                    for place, pull in enumerate(list(answer)[: len(ours)]):
                        if isinstance(pull, torch.Tensor) and pull.shape == ctx.shapes[place]:
                            pulls[place] = pull
                return (None, gradient, *pulls)

        _node_class = Arrived
    return _node_class


def cut(value: Any) -> Any:
    """A tensor without its way back; anything else as it is."""
    torch = sys.modules.get("torch")
    return value.detach() if torch and isinstance(value, torch.Tensor) else value


def overwrite(old: Any, new: Any) -> None:
    """Write the numbers of one array or tensor into another of the same shape."""
    torch = sys.modules.get("torch")
    if torch and isinstance(old, torch.Tensor):
        if old.dtype == new.dtype:
            # A tensor whose entries share memory cannot be written entry by entry: it stays.
            with torch.no_grad(), contextlib.suppress(RuntimeError):
                old.copy_(new)
    elif getattr(old, "flags", None) is not None and old.flags.writeable and old.dtype == new.dtype:
        old[...] = new
