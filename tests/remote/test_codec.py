"""Values as plain bytes: what goes in comes out, and nothing else does."""

import contextlib
import pickle
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grading.remote import errors
from grading.remote.codec import Codec, Failure, Handle, WireError, decode, decoder, encode, encoder

DTYPES = st.sampled_from(["bool", "int8", "int64", "uint16", "float32", "float64", "complex128", "<U5"])
SHAPES = arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
TORCH = st.sampled_from([torch.bool, torch.uint8, torch.int64, torch.float16, torch.bfloat16, torch.float32, torch.float64])

hashable = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.floats(allow_nan=False) | st.fractions() | st.tuples(st.integers(), st.text())
values = st.recursive(
    hashable,
    lambda inner: st.lists(inner, max_size=4)
    | st.tuples(inner, inner)
    | st.dictionaries(hashable, inner, max_size=4)
    | st.sets(hashable, max_size=4)
    | st.frozensets(hashable, max_size=4),
    max_leaves=12,
)


@given(values)
def test_plain_values_come_back_with_their_types(value):
    back = decode(encode(value))
    assert back == value and type(back) is type(value)
    assert repr(back) == repr(value) or isinstance(value, set | frozenset | dict | list | tuple)


@given(arrays.arrays(DTYPES, SHAPES))
def test_arrays_come_back_with_dtype_and_shape(array):
    back = decode(encode(array))
    assert back.dtype == array.dtype and back.shape == array.shape
    np.testing.assert_array_equal(back, array)
    assert back.flags.writeable and not np.shares_memory(back, array)


@given(arrays.arrays(st.sampled_from(["float64", "int32", "bool"]), SHAPES), TORCH)
def test_tensors_come_back_with_dtype_and_shape(array, dtype):
    tensor = torch.tensor(array).to(dtype)
    back = decode(encode(tensor))
    assert back.dtype == tensor.dtype and back.shape == tensor.shape and not back.requires_grad
    assert torch.equal(back, tensor) or torch.isnan(tensor.double()).any()


def test_tensors_seen_from_the_side_are_written_as_they_look():
    table = torch.arange(24.0).reshape(2, 3, 4)
    for view in (table.transpose(0, 2), table[:, ::2], table[0, 0].expand(5, 4), table[:, :1, 2], table.unfold(0, 1, 1), torch.tensor(3.0)):
        assert torch.equal(decode(encode(view)), view)
    assert decode(encode(np.arange(6)[::-2])).tolist() == [5, 3, 1]
    parameter = decode(encode(torch.nn.Parameter(torch.ones(2))))
    assert parameter.requires_grad and type(parameter) is torch.Tensor


def test_scalars_ranges_and_exact_numbers_keep_their_kind():
    for value in (np.float32(1.5), np.int64(-3), np.bool_(True), range(2, 9, 3), Decimal("1.10"), Fraction(1, 3), 1 + 2j):
        back = decode(encode(value))
        assert back == value and type(back) is type(value)
    thirds = np.array([Fraction(1, 3), Fraction(2, 3)], dtype=object)
    assert decode(encode(thirds)).tolist() == thirds.tolist()


def test_a_subclass_is_sent_as_what_it_is_a_kind_of():
    class Yes(float):
        def __eq__(self, other):
            return True

        __hash__ = float.__hash__

    assert type(decode(encode(Yes(2.0)))) is float
    assert decode(encode(Yes(2.0))) != 3.0


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_value_or_in_wire_error(data):
    with contextlib.suppress(WireError):
        decode(data)


@settings(max_examples=300)
@given(values, st.data())
def test_a_damaged_message_ends_in_a_value_or_in_wire_error(value, data):
    message = bytearray(encode((value, np.arange(6).reshape(2, 3), torch.ones(2, 2))))
    for _ in range(3):
        message[data.draw(st.integers(0, len(message) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WireError):
        decode(bytes(message))


class Boom:
    def __reduce__(self):
        return (pytest.fail, ("something was unpickled",))


def test_nothing_is_ever_unpickled():
    with pytest.raises(WireError):
        decode(pickle.dumps(Boom()))
    assert decode(encode(pickle.dumps(Boom()))) == pickle.dumps(Boom())
    with pytest.raises(WireError):
        encode(Boom())
    with pytest.raises(WireError):
        decode(encode(np.zeros(2)).replace(b"<f8", b"|O8"))


def test_sizes_are_bounded(monkeypatch):
    endless: list = []
    endless.append(endless)
    with pytest.raises(WireError):
        encode(endless)
    with pytest.raises(WireError):
        encode(10**5000)
    for module in (decoder, encoder):
        monkeypatch.setattr(module, "MAX_BYTES", 1000)
    with pytest.raises(WireError):
        encode(np.zeros(1000))
    with pytest.raises(WireError):
        decode(b"s" + (2**31).to_bytes(4, "big"))


def test_what_is_not_plain_goes_as_a_handle():
    codec = Codec(leave=lambda value: Handle(True, 7, type(value).__name__, "here"), arrive=lambda handle: ("there", handle.number))
    assert decode(encode([Boom(), 1], codec), codec) == [("there", 7), 1]


def test_an_error_comes_back_with_type_message_and_lines():
    class Special(ValueError):
        pass

    def raised():
        raise Special("what is wrong")

    try:
        raised()
    except ValueError as error:
        failure = decode(encode(errors.as_failure(error)))
    assert isinstance(failure, Failure) and failure.message == "what is wrong"
    with pytest.raises(ValueError, match="what is wrong") as caught:
        raise errors.as_error(failure)
    assert type(caught.value).__name__ == "Special"
    assert caught.value.learner_places[-1].function == "raised"


@pytest.mark.parametrize("types", [("X'; import os", "Exception"), (), ("ExceptionGroup", "Exception"), ("KeyboardInterrupt",), ("GeneratorExit", "BaseException"), ("eval",)])
def test_an_odd_failure_still_becomes_an_ordinary_error(types):
    error = errors.as_error(Failure(types, "odd"))
    assert isinstance(error, Exception) and str(error) == "odd"
