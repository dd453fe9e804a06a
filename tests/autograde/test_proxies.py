"""Test cells run with proxies: same marks and same named mistakes, and no way around them."""

import copy
import hashlib
import itertools
import json
import zlib
from array import array
from collections import UserList, deque

import numpy as np
import pytest
import torch
from torch import nn

from grading.authoring.answers import ROOT, Answer, load_answers
from grading.authoring.lesson import read_lesson
from grading.autograde.tester.proxies import RemoteProxy, attach_directly, trusted_endpoint
from grading.autograde.tester.runner import CellRunner
from grading.cells import setup_statements
from grading.measuring.accuracy import judge
from grading.measuring.remote_harness import RemoteHarness, as_text
from grading.remote.agent import Agent
from grading.remote.codec import Handle, WireError, decode, encode
from helpers import check
from helpers.check.gradients import gradient
from helpers.check.values import as_numbers, plain, same_plain

pytestmark = pytest.mark.usefixtures("tables_read_once")
LESSONS = sorted((ROOT / "lessons").glob("[0-9][0-9]_*.py"))
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
SAMPLE = 9  # every ninth answer here; all of them with `python -m grading accuracy --through-proxies`


def both_sides(**namespace):
    """Stand-ins for what a student has defined, by name, and the two sides."""
    trusted, agent = trusted_endpoint(), Agent(namespace)
    attach_directly(trusted, agent.peer)
    return trusted.ask("names", list(namespace)), trusted, agent


# Every lesson ------------------------------------------------------------------------------------


@every_lesson
def test_known_answers_are_judged_as_without_proxies(path):
    harness = RemoteHarness(read_lesson(path))
    for answer in load_answers("right", path.stem)[::SAMPLE]:
        outcome = harness.try_answer(answer, hidden=True)
        assert outcome.passed and not outcome.stderr, f"{answer.label}:\n{outcome.report}"
    for answer in load_answers("wrong", path.stem)[:: 2 * SAMPLE]:
        outcome = harness.try_answer(answer, hidden=True)
        assert not outcome.passed, answer.label
        assert answer.says in " ".join(outcome.report.split()), outcome.report


def test_all_known_answers_of_one_lesson():
    assert judge(LESSONS[0], ROOT, RemoteHarness).faults == []


#: Classes of setup cells that inherit from a class of the learner's, or have one as a default.
BUILT_ON_THE_LEARNERS = {
    "06_encoder_decoder_attention": {"BilinearAttention", "CountsQuestions"},
    "09_self_attention": {"DecoderBlock", "QuickDecoder"},
}


@every_lesson
def test_setup_cells_leave_out_only_what_needs_the_learner(path):
    lesson = CellRunner(trusted_endpoint(), 0)
    left_out = set()
    for cell in read_lesson(path).cells:
        if cell.kind == "setup":
            before = set(lesson.namespace)
            lesson.setup(cell.source, cell.name)
            left_out |= setup_statements.defines_all(cell.source) - (set(lesson.namespace) - before)
    assert left_out == BUILT_ON_THE_LEARNERS.get(path.stem, set())


# What crosses ------------------------------------------------------------------------------------


def test_what_a_call_changes_in_place_is_changed_here_too():
    def spoil(array, tensor, words, table):
        array[0] = 9
        tensor.mul_(2)
        words[1].append("x")
        words.pop(0)
        table["new"] = 1
        return array

    found, *_ = both_sides(spoil=spoil)
    array, tensor, inner = np.zeros(3), torch.ones(2), ["a"]
    words, table, row = [0, inner], {"old": np.zeros(2)}, np.zeros((2, 3))
    result = found["spoil"](array, tensor, words, table)
    assert array.tolist() == [9, 0, 0] and tensor.tolist() == [2, 2]
    assert words == [["a", "x"]] and set(table) == {"old", "new"}
    assert result.tolist() == [9, 0, 0]
    found["spoil"](row[1], tensor, [0, []], {})
    assert row.tolist() == [[0, 0, 0], [9, 0, 0]]


class AsArray:
    def __array__(self, dtype=None, copy=None):
        return np.array([0.25, 0.75])


NUMBERS = [0.25, 0.75]


@pytest.mark.parametrize(
    "value",
    [deque(NUMBERS), UserList(NUMBERS), array("d", NUMBERS), memoryview(np.array(NUMBERS)), [memoryview(np.array(NUMBERS))], AsArray()],
    ids=lambda value: type(value).__name__,
)
def test_what_numpy_takes_for_numbers_comes_back_as_numbers(value):
    found, *_ = both_sides(shares=lambda: value)
    expected = as_numbers(value)
    assert as_numbers(found["shares"]()).tolist() == expected.tolist()


def test_two_results_in_another_kind_of_list_can_be_told_apart():
    found, *_ = both_sides(attend=lambda: deque([np.ones(2), np.zeros(2)]))
    assert found["attend"]()[1].tolist() == [0, 0]


def test_an_object_of_the_students_is_called_in_errors_what_it_is():
    found, *_ = both_sides(shares=lambda: (share for share in NUMBERS))
    with pytest.raises(TypeError, match="'generator' object is not subscriptable"):
        found["shares"]()[0]


@pytest.mark.parametrize("value", [torch.eye(2).to_sparse(), np.zeros(2, dtype=[("a", float)])], ids=["sparse", "record"])
def test_numbers_of_a_kind_that_is_not_sent_are_shown(value):
    said = "\n".join(map(as_text, run("with check.exercise('eye'):\n    check.close(eye(), [1.0], rule='r')", eye=lambda: value)))
    assert "What type does your function return?" in said and "cannot be sent" not in said


def test_a_result_that_is_too_large_is_told_in_words_for_its_author():
    said = "\n".join(map(as_text, run("with check.exercise('row'):\n    check.close(row(), [1.0], rule='r')", row=lambda: np.zeros(2**23 + 1))))
    assert "at most 64 MiB" in said and "Print the shape" in said and "WireError" not in said


def test_functions_of_a_test_can_be_copied():
    found, *_ = both_sides(use=lambda function: copy.deepcopy(function)(2) + copy.copy(function)(3))
    assert found["use"](lambda value: value * 10) == 50


def test_functions_go_across_both_ways():
    def apply(function, value):
        return function(value) + 1

    def double(value):
        return 2 * value

    found, *_ = both_sides(apply=apply, double=double)
    assert found["apply"](lambda value: value * 10, 4) == 41
    assert found["apply"](found["double"], 4) == 9  # the student's own function, not a proxy


def test_modules_stay_there():
    class Pair(nn.Module):
        def __init__(self, inner):
            super().__init__()
            self.inner, self.bias = inner, nn.Parameter(torch.zeros(2))

        def forward(self, x):
            return self.inner(x) + self.bias

    found, *_ = both_sides(Pair=Pair, Linear=nn.Linear)
    module = found["Pair"](found["Linear"](3, 2))
    assert {name: list(p.shape) for name, p in module.named_parameters()} == {"bias": [2], "inner.weight": [2, 3], "inner.bias": [2]}
    given = {name: torch.full_like(value, 0.5) for name, value in module.state_dict().items()}
    module.load_state_dict(given)
    x = torch.tensor([[1.0, 2, 3]])
    assert module(x).tolist() == [[4.0, 4.0]] and module.inner(x).tolist() == [[3.5, 3.5]]
    pulled = check.gradient(module, x, probe=torch.ones(1, 2))
    assert pulled.inputs[0].tolist() == [[1, 1, 1]] and pulled.parameters["bias"].tolist() == [1, 1]


def test_errors_keep_type_message_and_line():
    def broken(x):
        return [][x]

    found, *_ = both_sides(broken=broken)
    with pytest.raises(IndexError, match="list index out of range") as caught:
        found["broken"](3)
    assert [(place.function, place.text) for place in caught.value.learner_places] == [("broken", "return [][x]")]


def test_an_error_in_a_function_of_the_test_is_told_with_the_students_line_that_called_it():
    def calls(step):
        return step(torch.zeros(3, 1))

    found, *_ = both_sides(calls=calls)
    with pytest.raises(RuntimeError, match="equal size") as caught:
        found["calls"](lambda words: torch.stack([words, torch.zeros(3)]))
    told = [(place.function, place.text) for place in caught.value.learner_places]
    assert told == [("calls", "return step(torch.zeros(3, 1))")]


def test_an_error_of_two_kinds_is_both():
    found, *_ = both_sides(add=lambda: np.zeros(2).sum(axis=3))
    for kind in (ValueError, IndexError):
        with pytest.raises(kind, match="axis 3 is out of bounds"):
            found["add"]()


def test_exit_in_an_answer_is_an_error_there_and_no_end_here():
    found, *_ = both_sides(leave=lambda: exit(3))
    with pytest.raises(SystemExit):
        found["leave"]()
    assert found["leave"] is not None


# Gradients ---------------------------------------------------------------------------------------


def test_gradients_pass_through_a_call_and_through_callbacks_in_it():
    def chain(x, first, second):
        return second(first(x).sin() * x)

    found, *_ = both_sides(chain=chain)
    scale, x = torch.tensor([2.0]), torch.tensor([0.3, 0.7])

    def here(call):
        return lambda x, s: call(x, lambda v: s * v, lambda v: v**2 * s)

    ours = gradient(here(found["chain"]), x, scale, probe=torch.ones(2))
    truth = gradient(here(chain), x, scale, probe=torch.ones(2))
    for one, other in zip(ours.inputs, truth.inputs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5)


def test_the_student_can_take_gradients_of_a_function_of_the_test():
    def slope(function, x):
        x = x.clone().requires_grad_()
        function(function(x) * x).sum().backward()
        return x.grad

    found, *_ = both_sides(slope=slope)
    x = torch.tensor([0.5, -1.0])
    np.testing.assert_allclose(found["slope"](torch.tanh, x), slope(torch.tanh, x), rtol=1e-5)


def test_a_track_that_the_student_cut_stays_cut():
    found, *_ = both_sides(cut=lambda x: (x * 2).detach())
    assert gradient(lambda x: found["cut"](x), torch.ones(3), probe=torch.ones(3)).inputs[0].tolist() == [0, 0, 0]


# Attacks -----------------------------------------------------------------------------------------


class Everything(float):
    """Equal to all, close to all, true, and a number, an array and a tensor if asked."""

    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

    def __array__(self, *args, **kwargs):
        return np.array(2.0)

    __hash__ = float.__hash__


class EqualObject:
    __eq__ = Everything.__eq__
    __getattr__ = Everything.__getattr__
    __call__ = Everything.__call__
    __array__ = Everything.__array__
    __hash__ = object.__hash__


def test_a_value_that_equals_everything_equals_nothing():
    found, *_ = both_sides(one=lambda: Everything(1.0), two=lambda: EqualObject(), three=EqualObject())
    assert type(found["one"]()) is float and found["one"]() != 2.0
    for thing in (found["two"](), found["three"]):
        assert isinstance(thing, RemoteProxy) and thing != 2.0
        assert as_numbers(thing) is None and not same_plain(plain(thing), 2.0)


def test_the_student_may_only_call_what_was_lent():
    caught = []

    def pry(function):
        peer, handle = function._peer, function.handle_of()
        for operation, content in (("get", (handle, "__globals__")), ("names", (["secret"],)), ("parts", (handle,)), ("begin", (0,))):
            answer = decode(peer.link.ask(encode((operation, content))))
            caught.append(answer)
        other = encode(("call", (Handle(False, 99), (), {})))
        caught.append(decode(peer.link.ask(other)))
        return 1

    found, *_ = both_sides(pry=pry)
    assert found["pry"](lambda: 1) == 1
    assert len(caught) == 5 and {failure.types[0] for failure in caught} == {"Exception"}


def test_only_functions_are_lent():
    found, *_ = both_sides(take=lambda thing: 1)
    for secret in (object(), np.random.default_rng(1), int, type("Any", (), {})()):
        with pytest.raises(WireError):
            found["take"](secret)


def test_a_patched_check_and_a_patched_agent_decide_nothing(monkeypatch):
    namespace = {"double": lambda x: x, "check": None}
    harness = CellRunner(trusted_endpoint(), 0)
    harness.setup("from helpers import check", "imports")
    harness.answers(["def double(x):\n    pass"])
    agent = Agent(namespace)
    attach_directly(harness.peer, agent.peer)
    cell = "with check.exercise('double'):\n    check.equal(double(2), 4, rule='doubled')"
    assert harness.test(cell, "test_double")[-1]["ename"] == "CheckFailed"
    for lie in (None, True, (), ("x", "y"), Handle(True, 3), {"passed": True}):
        agent.peer.operations["call"] = lambda *content, lie=lie: lie
        assert harness.test(cell, "test_double")[-1]["output_type"] == "error"
    agent.peer.operations["names"] = lambda wanted: {"check": 1, "double": 4}
    assert harness.test(cell, "test_double")[-1]["output_type"] == "error"
    agent.peer.operations["names"] = lambda wanted: {name: None for name in wanted}
    assert harness.test(cell, "test_double")[-1]["output_type"] == "error"


def test_only_what_solution_cells_define_comes_from_the_student():
    lesson = CellRunner(trusted_endpoint(), 0)
    attach_directly(lesson.peer, Agent({"check": print, "np": print, "double": lambda x: 2 * x}).peer)
    lesson.answers(["def double(x):\n    pass"])
    assert set(lesson.proxies("check(np(double(2)))", "test_double")) >= {"double"}
    assert not {"check", "np"} & set(lesson.proxies("check(np(double(2)))", "test_double"))


def test_the_seed_is_recorded_and_changes_the_cases():
    cell = "with check.exercise('draw') as rng:\n    check.equal(echo(rng.integers(10**9)), 1, rule='r')"
    seen = []
    for seed in (1, 2, 1):
        lesson = CellRunner(trusted_endpoint(), seed)
        lesson.setup("from helpers import check", "imports")
        lesson.answers(["echo = None"])
        attach_directly(lesson.peer, Agent({"echo": lambda x: x}).peer)
        outputs = lesson.test(cell, "test_draw")
        record = next(out["metadata"]["check"] for out in outputs if "metadata" in out)
        seen.append((record["seed"], "\n".join(map(as_text, outputs))))
    assert seen[0] == seen[2] != seen[1] and [seed for seed, _ in seen] == [1, 2, 1]


# What a hostile answer could make of a test ---------------------------------------------------------


def run(cell, *setups, answers=(), seed=0, **definitions):
    """The outputs of a test cell, with these definitions on the student's side."""
    lesson = CellRunner(trusted_endpoint(), seed)
    for place, setup in enumerate(("import numpy as np\nfrom helpers import check", *setups)):
        lesson.setup(setup, f"setup{place}")
    lesson.answers([f"{name} = None" for name in definitions] + list(answers))
    attach_directly(lesson.peer, Agent(dict(definitions)).peer)
    return lesson.test(cell, "test_it")


def passed(outputs):
    return all(output["output_type"] != "error" for output in outputs)


SHARES = """
with check.exercise("shares") as rng:
    row = rng.random(4)
    check.close(shares(row), row / row.sum(), rule="shares of the whole")
"""


def test_a_truth_computed_from_an_argument_is_not_the_students_to_choose():
    def forged(row):
        row[:] = 1
        return np.full(4, 0.25)

    def in_place(row):
        row /= row.sum()
        return row

    assert passed(run(SHARES, shares=lambda row: row / row.sum()))
    assert not passed(run(SHARES, shares=forged))
    assert passed(run(SHARES, shares=in_place))


def test_that_an_argument_was_changed_is_still_seen():
    cell = """
with check.exercise("shares") as rng:
    row = np.array([1.0, 3.0])
    check.close(shares(row), [0.25, 0.75], rule="shares")
    check.close(row, [1, 3], rule="the array it was given stays as it was")
"""

    def in_place(row):
        row /= row.sum()
        return row.copy()

    assert passed(run(cell, shares=lambda row: row / row.sum()))
    assert "stays as it was" in as_text(run(cell, shares=in_place)[-1])


def test_functions_of_setup_cells_may_call_the_students():
    setup = "def twice(x):\n    return double(double(x))"
    cell = "with check.exercise('double') as rng:\n    check.equal(twice(3), 12, rule='twice')"
    assert passed(run(cell, setup, double=lambda x: 2 * x))
    assert not passed(run(cell, setup, double=lambda x: 3 * x))


def test_what_a_test_cell_defines_ends_with_it():
    lesson = CellRunner(trusted_endpoint(), 0)
    attach_directly(lesson.peer, Agent({}).peer)
    assert passed(lesson.test("left = 1", "test_a"))
    assert not passed(lesson.test("left", "test_b"))


@pytest.mark.parametrize(
    ("last", "shown"),
    [("half(2)", ["1.0"]), ("half(2) == 1", []), ("None", []), ("'0.5'", []), ("np.float32(0.5)", ["0.5"])],
)
def test_a_number_at_the_end_of_a_test_cell_is_its_points(last, shown):
    outputs = run(last, half=lambda x: x / 2)
    assert [out["data"]["text/plain"] for out in outputs if out["output_type"] == "execute_result"] == shown


def test_an_object_that_shows_itself_as_points_is_none():
    class Full:
        def __repr__(self):
            return "2.0"

        def __float__(self):
            return 2.0

    assert run("half(2)", half=lambda x: Full()) == []


def test_the_last_cell_tells_what_passed_on_the_trusted_side():
    lesson = CellRunner(trusted_endpoint(), 0)
    lesson.setup("from helpers import check", "imports")
    lesson.answers(["double = None"])
    attach_directly(lesson.peer, Agent({"double": lambda x: 2 * x}).peer)
    cell = "with check.exercise('double') as rng:\n    check.equal(double(2), {}, rule='r')"
    lesson.test(cell.format(4), "test_double")
    lesson.test(cell.format(5), "test_double_more")
    assert lesson.progress({"double": 2, "half": 1}, []) == "passed: 0 of 2; failed: double; not tried: half"
    lesson.test(cell.format(4), "test_double_more")
    assert lesson.progress({"double": 2, "half": 1}, []).startswith("passed: 1 of 2 (double)")
    assert CellRunner(trusted_endpoint(), 0).progress({"double": 2}, []).startswith("passed: 0 of 1")


def test_a_setup_cells_array_is_not_the_students_to_change():
    lesson = CellRunner(trusted_endpoint(), 0)
    lesson.setup("import numpy as np\nfrom helpers import check\nrow = np.array([1.0, 3.0])", "imports")
    lesson.setup("rows = [row, {'a': row}]", "more")
    lesson.answers(["shares = None", "first = None"])
    cell = "with check.exercise('{0}') as rng:\n    check.close({0}({1}), {2}, rule='as in the text')"

    def shares(row):
        row[:] = 0
        return np.array([0.0, 0.0])

    def first(rows):
        rows[1]["a"][:] = 0
        rows.clear()
        return 0.0

    attach_directly(lesson.peer, Agent({"shares": shares, "first": first}).peer)
    assert not passed(lesson.test(cell.format("shares", "row", "row"), "test_shares"))
    assert lesson.namespace["row"].tolist() == [1, 3]
    assert not passed(lesson.test(cell.format("first", "rows", "row[0]"), "test_first"))
    rows, row = lesson.namespace["rows"], lesson.namespace["row"]
    assert len(rows) == 2 and row.tolist() == [1, 3] and rows[1]["a"].tolist() == [1, 3]


def test_half_a_character_can_be_written_to_a_file():
    cell = "with check.exercise('word') as rng:\n    check.equal(word(), 'dog', rule='a word')"
    outputs = run(cell, word=lambda: "d\ud800g")
    assert not passed(outputs)
    json.dumps(outputs, ensure_ascii=False).encode()


class AgreesWithEverything:
    """Equal to all, callable, of all attributes, a number and a list: nothing a test must accept."""

    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __iter__(self):
        return iter([self, self])

    __getitem__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __matmul__ = __call__

    def __eq__(self, other):
        return True

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = object.__hash__

    def __float__(self):
        return 1.0

    def __repr__(self):
        return "as expected"


class AgreeingModule(nn.Module):
    def __init__(self, *args, **kwargs):
        super().__init__()

    def forward(self, *args, **kwargs):
        return AgreesWithEverything()

    def load_state_dict(self, *args, **kwargs):
        return None


AGREEING = [AgreesWithEverything(), lambda *args, **kwargs: AgreesWithEverything(), AgreeingModule, AgreeingModule()]


@every_lesson
def test_an_answer_that_agrees_with_everything_passes_nothing(path):
    lesson = read_lesson(path)
    harness = RemoteHarness(lesson)
    for cell in lesson.cells:
        if cell.kind == "exercise":
            for value in AGREEING:
                values = {name: value for name in setup_statements.defines_all(cell.source) | {cell.name}}
                assert not harness.try_answer(Answer(cell.name, "agrees", values), hidden=True).passed, cell.name


def test_an_answer_cannot_end_a_tests_loop():
    def stops(x):
        raise StopIteration

    cell = "with check.exercise('half') as rng:\n    check.holds(lambda all_: all_, [all(map(half, [1, 2]))], rule='r')"
    assert passed(run(cell, half=lambda x: True))
    assert not passed(run(cell, half=stops))


def test_arrays_without_content_do_not_fill_the_memory():
    cell = "with check.exercise('row') as rng:\n    check.equal(row(), [1], rule='r')"
    for value in (np.empty((10**9, 0)), np.empty((0, 10**9)), torch.empty(10**9, 0), np.broadcast_to(np.int8(1), (2**25,))):
        assert not passed(run(cell, row=lambda value=value: value))


def test_a_function_of_the_test_tells_nothing_of_it():
    seen = []

    def pry(score):
        seen.append((repr(score), score.__name__))
        for arguments in ((), (1, 2, 3), ("x",), (None,)):
            try:
                score(*arguments)
            except Exception as error:
                seen.append((type(error).__name__, str(error)))
        return 1

    cell = """
def secret_name(hidden_parameter):
    secrets = {"kestrel": 1}
    return secrets[hidden_parameter] if hidden_parameter else kestrel
with check.exercise("pry") as rng:
    check.equal(pry(secret_name), 1, rule="r")
"""
    assert passed(run(cell, pry=pry))
    assert [kind for kind, _ in seen[1:]] == ["TypeError", "TypeError", "KeyError", "NameError"]
    assert "secret" not in str(seen) and "kestrel" not in str(seen) and "hidden" not in str(seen)


def test_a_shape_that_does_not_fit_is_still_explained_through_a_function_of_the_test():
    cell = """
def score(state):
    return np.ones((2, 3)) @ state
with check.exercise("use") as rng:
    check.equal(use(score), 1, rule="r")
"""
    said = "\n".join(map(as_text, run(cell, use=lambda score: score(np.ones(2)))))
    assert "matmul" in said and "Which axes does @ multiply?" in said


# What a hostile answer could foresee ---------------------------------------------------------------


class Listener(Agent):
    """A student's side that writes down what it is told."""

    def __init__(self, namespace):
        super().__init__(namespace)
        self.seeds, self.wanted, self.handles = [], [], []

    def begin(self, seed):
        self.seeds.append(seed)
        super().begin(seed)

    def names(self, wanted):
        self.wanted.append(wanted)
        return super().names(wanted)


def told(seed, secret, cell="test_draw", names="abcdefgh"):
    """What the student's side is told before the first question of a test."""
    lesson = CellRunner(trusted_endpoint(), seed, secret)
    lesson.answers([f"{name} = None" for name in names])
    agent = Listener(dict.fromkeys(names, len))
    attach_directly(lesson.peer, agent.peer)
    assert passed(lesson.test("; ".join(names), cell))
    return agent


def test_the_seed_told_follows_from_the_tests_seed_and_a_secret_together():
    first = told(5, "of the course").seeds
    assert told(5, "of the course").seeds == first  # a mark can be had again
    others = [told(6, "of the course"), told(5, "of another"), told(5, "of the course", "test_other"), told(5, "")]
    assert len({seed for agent in others for seed in (*agent.seeds, *first)}) == 5
    assert told(5, "").seeds != told(5, "").seeds  # without a secret, one of this process


def test_no_short_way_leads_from_the_seed_told_to_the_tests_seed():
    (said,) = told(5, "of the course").seeds
    for guess in ("5", "5 test_draw", "student 5", "5\0test_draw"):
        assert said not in (zlib.crc32(guess.encode()), int.from_bytes(hashlib.sha256(guess.encode()).digest()[:4], "big"))
        plain = hashlib.blake2b(guess.encode(), digest_size=16).digest()
        assert said != int.from_bytes(plain, "big") >> 96


def test_names_are_asked_for_in_no_order():
    orders = {tuple(told(5, "s").wanted[0]) for _ in range(20)}
    assert len(orders) > 1 and {tuple(sorted(order)) for order in orders} == {tuple("abcdefgh")}


def test_handles_and_tracks_do_not_count():
    seen, tracks = [], []

    def take(function, *rest):
        seen.append(function.handle_of().number)
        return torch.ones(2, requires_grad=True) * 2

    found, peer, agent = both_sides(take=take)[:3]
    for _ in range(6):
        found["take"](lambda: 1)
        tracks.append([*agent.peer.tracks.left][-1])
    for numbers in (seen, tracks):
        gaps = {later - earlier for earlier, later in itertools.pairwise(numbers)}
        assert len(set(numbers)) == 6 and min(numbers) > 10**6 and gaps != {1}
