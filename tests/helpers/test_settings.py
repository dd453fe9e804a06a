"""What a learner has set for the whole kernel does not reach the checks, and is found again."""

import random

import numpy as np
import pytest

from grading.remote.agent import Agent
from helpers import check
from helpers.check import whole_cells
from helpers.check.settings import chance, lesson_settings

torch = pytest.importorskip("torch")


class ANewKernel:
    """The settings as they are before any lesson."""

    def __init__(self):
        self.numpy = np.get_printoptions()
        self.torch = repr(torch.rand(3000, generator=torch.Generator().manual_seed(1)))

    def there(self):
        assert torch.get_default_dtype() == torch.float32 and torch.zeros(1).device.type == "cpu"
        assert torch.is_grad_enabled() and not torch.is_inference_mode_enabled()
        assert not torch.is_autocast_enabled("cpu")
        assert not torch.are_deterministic_algorithms_enabled()
        assert torch.get_float32_matmul_precision() == "highest"
        assert np.get_printoptions() == self.numpy
        assert repr(torch.rand(3000, generator=torch.Generator().manual_seed(1))) == self.torch


NEW = ANewKernel()


def set_everything():
    torch.set_default_dtype(torch.float64)
    torch.set_default_device("meta")
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.set_float32_matmul_precision("medium")
    torch.set_printoptions(precision=1, sci_mode=True, threshold=3)
    np.set_printoptions(precision=1, sign="+", floatmode="fixed", nanstr="?", threshold=3)


def is_set():
    assert torch.get_default_dtype() == torch.float64 and torch.zeros(1).device.type == "meta"
    assert not torch.is_grad_enabled()
    assert torch.are_deterministic_algorithms_enabled()
    assert torch.is_deterministic_algorithms_warn_only_enabled()
    assert torch.get_float32_matmul_precision() == "medium"
    assert torch._tensor_str.PRINT_OPTS.precision == 1 and torch._tensor_str.PRINT_OPTS.sci_mode
    assert np.get_printoptions()["sign"] == "+" and np.get_printoptions()["precision"] == 1


@pytest.fixture
def changed():
    """Everything set by a learner; put back by hand, for the tests that follow."""
    set_everything()
    yield
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.set_grad_enabled(True)
    torch.use_deterministic_algorithms(False)
    torch.set_float32_matmul_precision("highest")
    torch.set_printoptions(profile="default", sci_mode=None)
    np.set_printoptions(**NEW.numpy)
    NEW.there()


def test_inside_all_is_as_in_a_new_kernel_and_afterwards_as_it_was(changed):
    with pytest.raises(KeyError), lesson_settings():
        NEW.there()
        with lesson_settings():
            NEW.there()
        NEW.there()
        raise KeyError
    is_set()


def test_so_it_is_in_a_check_and_where_the_grader_asks(changed):
    agent = Agent({})
    with check.exercise("settings"):
        NEW.there()
        check.equal(1, 1, rule="r")
    is_set()
    agent._as_in_a_check(NEW.there)
    is_set()


def test_contexts_left_open_do_not_reach_a_check():
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16), lesson_settings():
        NEW.there()
        x = torch.ones(2, requires_grad=True)
        assert (x * 2).requires_grad


def test_what_is_of_one_type_because_the_setting_came_first_stays_so():
    torch.set_default_dtype(torch.float64)
    try:
        with lesson_settings([torch.ones(2), torch.arange(3), "x"]):
            assert torch.get_default_dtype() == torch.float64
        with lesson_settings([torch.ones(2), torch.ones(2, dtype=torch.float32)]):
            assert torch.get_default_dtype() == torch.float32
    finally:
        torch.set_default_dtype(torch.float32)
    with lesson_settings([torch.ones(2, dtype=torch.float64)]):  # an answer, and no setting
        assert torch.get_default_dtype() == torch.float32


def test_in_a_notebook_the_whole_test_cell_is_settled(monkeypatch):
    class Shell:
        user_ns = {"states": torch.ones(2)}

    class Info:
        raw_cell = "given = torch.ones(2)\nwith check.exercise('x'):\n    check.shape(x(states, given), (1,), rule='r')"

    monkeypatch.setattr(whole_cells, "kernel_shell", lambda: Shell)
    torch.set_default_dtype(torch.float64)
    try:
        whole_cells._begin(Info)
        assert torch.get_default_dtype() == torch.float32
        whole_cells._end()
        assert torch.get_default_dtype() == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)


def test_chance_goes_on_where_it_was():
    def drawn():
        return random.random(), np.random.rand(), torch.rand(1).item()

    put_back = chance()
    wanted = drawn()
    put_back()
    assert drawn() == wanted
