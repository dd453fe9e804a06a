"""Values as plain bytes, for two processes of which one must not trust the other.

Nothing is ever unpickled: a message holds numbers, texts, containers of these, arrays and tensors
with dtype and shape, errors as text, and handles for everything else. Every size is bounded, and
a message that is not well formed ends in `WireError`, whatever it holds.

A value is one letter and then its content; sizes are four bytes. What cannot be written down (a
function, a module) becomes a `Handle` through the codec's `leave`, and is turned back by `arrive`.
"""

from __future__ import annotations

from grading.remote.codec.decoder import decode
from grading.remote.codec.encoder import encode
from grading.remote.messages import MAX_BYTES, MAX_TEXT, Codec, Failure, Handle, WireError

__all__ = [
    "MAX_BYTES", "MAX_TEXT", "Codec", "Failure", "Handle", "WireError", "decode", "encode",
]  # fmt: skip
