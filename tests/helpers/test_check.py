"""What a learner reads when a check has run, and what a grader can count afterwards."""

import doctest
import re
import warnings

import numpy as np
import pytest

from helpers import check
from helpers.check import diagnosis, gradients, known_mistakes
from helpers.check import report as reports
from helpers.check.progress import forget
from helpers.check.report import CheckFailed
from helpers.check.session import take_report


@pytest.fixture(autouse=True)
def a_new_kernel():
    forget()


def run(capsys, body):
    """Run `body(rng)` as the inside of a test cell; return (passed, report)."""
    passed = True
    try:
        with check.exercise("softmax") as rng:
            body(rng)
    except CheckFailed:
        passed = False
    captured = capsys.readouterr()
    assert captured.err == "", "nbgrader scores 0 for anything on stderr"
    return passed, captured.out


@pytest.mark.parametrize("module", [check, diagnosis, gradients])
def test_the_examples_in_the_documentation_are_true(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_a_report_has_a_line_per_rule_and_stops_at_the_first_that_breaks(capsys):
    def body(rng):
        check.close([1.0], [1.0], rule="first rule")
        check.close([2.0], [1.0], rule="second rule")
        check.close([1.0], [1.0], rule="third rule")

    passed, report = run(capsys, body)
    assert not passed
    assert "  ok   first rule" in report
    assert "  no   second rule" in report
    assert "third rule" not in report


def table_of(rule, sentence, value):
    """The data of one known mistake of the exercise that `run` checks."""
    known = {"answer": "a", "sentence": sentence, "rules": [value]}
    return {"exercises": {"softmax": [{"cell": "t", "rules": [rule], "mistakes": [known]}]}}


def test_a_recognised_mistake_is_named_with_its_question(capsys):
    table = np.arange(6.0).reshape(2, 3)
    sentence = "adding along axis 0: you added over sentences. Which axis holds the words?"
    with known_mistakes.using(table_of("one sum per sentence", sentence, table.sum(axis=0).tolist())):
        _, report = run(capsys, lambda rng: check.close(table.sum(axis=0), table.sum(axis=1), rule="one sum per sentence"))
    assert "This looks like: adding along axis 0: you added over sentences." in report
    assert report.rstrip().endswith("Which axis holds the words?")
    assert "shape (2,)" in report and "shape (3,)" in report


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (None, "None came back"),
        ([[1.0, 3.0], [2.0, 4.0]], "transpose"),
        ([[-1.0, -2.0], [-3.0, -4.0]], "opposite sign"),
        ([[2.0, 1.0], [4.0, 3.0]], "reverse order"),
        ([[0.5, 1.0], [1.5, 2.0]], "0.5 times"),
        ([[np.nan, 2.0], [3.0, 4.0]], "contains nan"),
        ([[np.inf, 2.0], [3.0, 4.0]], "contains infinity"),
        ({1.0, 2.0}, "What type does your function return?"),
        ([1.0, 2.0], "axis is missing"),
        ([[[1.0, 2.0], [3.0, 4.0]]], "wrong shape"),
        ("dog", "ext in quotes"),
    ],
)
def test_common_mistakes_are_told_from_the_result_alone(capsys, got, said):
    expected = [[1.0, 2.0], [3.0, 4.0]]
    passed, report = run(capsys, lambda rng: check.close(got, expected, rule="r"))
    assert not passed
    assert said in report


class EqualToEverything:
    """A cheat: compares equal to anything, and claims to be close to it."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def __array__(self, dtype=None, copy=None):
        return np.array([self], dtype=object)


def test_values_that_equal_everything_equal_nothing(capsys):
    assert not run(capsys, lambda rng: check.close(EqualToEverything(), [1.0], rule="r"))[0]
    assert not run(capsys, lambda rng: check.equal(EqualToEverything(), 1, rule="r"))[0]


@pytest.mark.parametrize(("got", "want"), [(True, 1), (1, True), ("5", 5), ([5], 5), (None, 0), (5.5, 5)])
def test_equal_is_strict(capsys, got, want):
    assert not run(capsys, lambda rng: check.equal(got, want, rule="r"))[0]


@pytest.mark.parametrize(
    ("got", "want"),
    [(np.int64(5), 5), ((1, "a"), [1, "a"]), (np.array([1, 2]), [1, 2]), (np.str_("dog"), "dog"), ({"a": (1,)}, {"a": [1]})],
)
def test_equal_looks_past_the_container(capsys, got, want):
    assert run(capsys, lambda rng: check.equal(got, want, rule="r"))[0]


@pytest.mark.parametrize(("got", "said"), [("labrador ", "capitals or blanks"), ("cat", "Which of these words"), (3, "Which of these words")])
def test_one_of_knows_spelling_from_another_word(capsys, got, said):
    assert run(capsys, lambda rng: check.one_of("Labrador", ["dog", "Labrador"]))[0]
    passed, report = run(capsys, lambda rng: check.one_of(got, ["dog", "Labrador"]))
    assert not passed and said in report


def test_an_unanswered_question_is_no_mistake(capsys):
    assert run(capsys, lambda rng: check.answered("same", 0, False))[0]
    passed, report = run(capsys, lambda rng: check.answered("same", None))
    assert not passed and "Not answered yet" in report


def test_an_unwritten_helper_is_named_instead_of_the_function_that_calls_it(capsys):
    source = "def first():\n    raise NotImplementedError()\ndef softmax():\n    return first()\n"
    cell: dict = {}
    exec(compile(source, "<the learner's cell>", "exec"), cell)
    _, report = run(capsys, lambda rng: check.close(cell["softmax"](), 3, rule="r"))
    assert "first, which softmax calls, is written" in report


def test_gradient_sees_what_was_cut_off():
    torch = pytest.importorskip("torch")
    x, w = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])
    whole = check.gradient(lambda a, b: (a * b, a), x, w, probe=[1.0, 10.0], output=0)
    assert np.allclose(whole.inputs[0], [3, 40]) and np.allclose(whole.inputs[1], [1, 20])
    cut = check.gradient(lambda a, b: a.detach() * b, x, w, probe=[1.0, 1.0])
    assert np.allclose(cut.inputs[0], 0) and np.allclose(cut.inputs[1], [1, 2])
    layer = torch.nn.Linear(2, 1, bias=False)
    assert np.allclose(check.gradient(layer, x, probe=[2.0]).parameters["weight"], [[2, 4]])
    with pytest.raises(ValueError, match="probe has shape"):
        check.gradient(layer, x, probe=[1.0, 2.0])


def test_raises_wants_the_error_and_no_other(capsys):
    def stop(error):
        raise error

    assert run(capsys, lambda rng: check.raises(ValueError, lambda: stop(ValueError("x")), rule="r"))[0]
    passed, report = run(capsys, lambda rng: check.raises(ValueError, lambda: stop(KeyError("x")), rule="r"))
    assert not passed and "KeyError" in report
    passed, report = run(capsys, lambda rng: check.raises(ValueError, lambda: 3, rule="r"))
    assert not passed and "Nothing was raised" in report


def test_holds_shows_the_case_that_broke_the_rule(capsys):
    _, report = run(capsys, lambda rng: check.holds(lambda n: n < 3, [1, 2, 7, 9], rule="below three"))
    assert "false for" in report and "7" in report and "9" not in report


def test_a_mask_is_shown_as_a_grid_of_t_and_f(capsys):
    mask = [[True, False, False], [True, True, False]]
    _, report = run(capsys, lambda rng: check.equal(np.array(mask)[::-1], mask, rule="r"))
    assert "T F F   got  T T F" in report and "T T F        T F F" in report
    assert "True" not in report


def test_holds_without_cases_is_a_fault_of_the_test():
    with pytest.raises(ValueError, match="no cases"):
        check.holds(lambda n: True, [], rule="r")


def test_an_exercise_without_a_rule_does_not_pass(capsys):
    assert not run(capsys, lambda rng: None)[0]


def test_jacobian_measures_by_finite_differences(capsys):
    point = np.array([0.3, -0.7, 1.1])
    right = np.diag(np.cos(point))
    assert run(capsys, lambda rng: check.jacobian(right, np.sin, point, rule="r"))[0]
    assert not run(capsys, lambda rng: check.jacobian(right * 1.01, np.sin, point, rule="r"))[0]


def test_an_unwritten_exercise_is_called_unwritten(capsys):
    def body(rng):
        raise NotImplementedError()

    passed, report = run(capsys, body)
    assert not passed
    assert "Not written yet" in report


def test_an_error_in_the_learners_code_is_shown_with_its_line(capsys):
    source = "def answer(values):\n    total = sum(values)\n    return total / (total - total)\n"
    cell: dict = {}
    exec(compile(source, "<the learner's cell>", "exec"), cell)
    passed, report = run(capsys, lambda rng: check.close(cell["answer"]([1, 2]), 3, rule="r"))
    assert not passed
    assert "ZeroDivisionError" in report and "line 3" in report
    assert "For which input is the divisor 0" in report


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("values[len(values)]", "Which place is asked for"),
        ("np.asarray(values)[9]", "Which place is asked for"),
        ("values & values", "& wants two sets"),
        ("values - values", "Is one of them a plain list?"),
    ],
)
def test_an_errors_question_fits_the_error(capsys, line, question):
    cell: dict = {"np": np}
    exec(compile(f"def answer(values):\n    return {line}\n", "<the learner's cell>", "exec"), cell)
    _, report = run(capsys, lambda rng: check.close(cell["answer"]([1, 2]), 3, rule="r"))
    assert question in report


def test_warnings_in_a_correct_answer_cost_nothing(capsys):
    def body(rng):
        warnings.warn("harmless", stacklevel=1)
        check.close(np.exp(np.array([800.0])), [np.inf], rule="overflows on purpose")

    assert run(capsys, body)[0]


def test_random_cases_come_from_a_recorded_seed(capsys, monkeypatch):
    drawn = []
    for seed in ("0", "0", "7"):
        monkeypatch.setenv("ATTENTION_SEED", seed)

        def body(rng):
            drawn.append(rng.normal())
            check.equal(1, 1, rule="r")

        run(capsys, body)
    assert drawn[0] == drawn[1] != drawn[2]


def test_the_failure_is_one_line_that_names_rule_and_mistake():
    report = reports.Report("softmax", broken=reports.Broken("rows sum to 1", diagnosis=diagnosis.split("over axis 0: no. Which?")))
    (line,) = reports.failure(report)._render_traceback_()
    assert line == "CheckFailed: softmax: this does not hold yet: rows sum to 1 (over axis 0)"


def test_a_report_is_never_longer_than_a_screen(capsys):
    huge = np.arange(10_000.0).reshape(100, 100)
    with known_mistakes.using(table_of("r", "x " * 100, huge.tolist())):
        _, report = run(capsys, lambda rng: check.close(huge, huge.T, rule="r"))
    assert len(report.splitlines()) < 25
    assert max(map(len, report.splitlines())) <= 110


def test_an_error_whose_message_cannot_be_shown_is_reported_all_the_same(capsys):
    class Mute(ValueError):
        def __str__(self):
            raise RuntimeError("no words")

    def body(rng):
        raise Mute

    passed, report = run(capsys, body)
    assert not passed and "its message cannot be shown" in report


def test_a_class_of_which_one_method_is_not_written_is_told_so_and_not_sent_elsewhere(tmp_path):
    half = tmp_path / "half.py"
    half.write_text(
        "class Reader:\n"
        "    def __init__(self):\n"
        "        self.size = 2\n"
        "    def forward(self):\n"
        "        raise NotImplementedError()\n"
        "class Speaker:\n"
        "    def forward(self):\n"
        "        return Reader().forward()\n"
    )
    space = {}
    exec(compile(half.read_text(), str(half), "exec"), space)
    for name, told in {
        "Reader": "forward of Reader is written",
        "Speaker": "Reader, which Speaker calls, is written",
    }.items():
        with pytest.raises(CheckFailed, match=re.escape(told)), check.exercise(name):
            check.equal(space[name]().forward(), 1, rule="one")


ANSWERS_THAT_TORCH_REFUSES = {
    "forward is misspelt": ("def foward(self, x):\n        return x", 'missing the required "forward"', "Is the method called forward"),
    "softmax of whole numbers": ("def forward(self, x):\n        return x.long().softmax(-1)", "not implemented for 'Long'", "Whole numbers came"),
    "a product of booleans": ("def forward(self, x):\n        return (x > 0) @ (x > 0).T", "not implemented for 'Bool'", "True and False came"),
    "the parent's forward": ("def forward(self, x):\n        return super().forward(x)", 'missing the required "forward"', "Is the method called forward"),
    "no data": ("def forward(self, x):\n        return x.to('meta').cpu()", "NotImplementedError: Cannot copy out of meta tensor", "values and shapes"),
    "without a word, from a library": ("def forward(self, x):\n        return torch.optim.Optimizer([x], {}).step()", "NotImplementedError:", "values and shapes"),
    "inherited without a word": ("forward = torch.distributions.Distribution.rsample", "NotImplementedError:", "values and shapes"),
}  # fmt: skip


@pytest.mark.parametrize("label", ANSWERS_THAT_TORCH_REFUSES)
def test_what_torch_has_not_implemented_is_no_answer_left_unwritten(label):
    torch = pytest.importorskip("torch")
    method, came, question = ANSWERS_THAT_TORCH_REFUSES[label]
    space = {"torch": torch}
    exec(f"class Pool(torch.nn.Module):\n    {method}\n", space)
    with pytest.raises(CheckFailed, match="Pool runs without an error"), check.exercise("Pool"):
        check.close(space["Pool"]()(torch.ones(2, 3)), 1, rule="one")
    broken = take_report().broken
    assert not broken.unwritten
    assert came in broken.got and question in broken.question


@pytest.mark.parametrize("line", ["raise NotImplementedError()", "raise NotImplementedError"])
def test_the_stub_is_one_wherever_its_text_is_kept(line, tmp_path):
    source = f"def half(x):\n    {line}\n"
    kept = tmp_path / "half.py"
    kept.write_text(source)
    for name in (str(kept), "<nowhere>"):
        space = {}
        exec(compile(source, name, "exec"), space)
        with pytest.raises(CheckFailed, match="half is written"), check.exercise("half"):
            check.close(space["half"](1), 1, rule="one")
        assert take_report().broken.unwritten
