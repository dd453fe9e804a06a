"""What stands for an object that lives in another process.

For grading, a learner's functions and classes may live elsewhere (see `grading.autograde.tester`);
a test cell then holds proxies. `values` knows them as no number, no text and no list, and
`gradients` asks them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.check.gradients import Gradients


class Proxy:
    """Stands for an object elsewhere; to be called like it."""

    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call what this stands for."""
        raise NotImplementedError

    def gradient(self, arguments: tuple[Any, ...], probe: Any, output: int | None) -> Gradients:
        """As `helpers.check.gradients.gradient`, taken where the object lives."""
        raise NotImplementedError
