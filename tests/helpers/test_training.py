"""The training loop: budgets, interruptions, seeds, and silence where nobody looks."""

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402  (only once torch is known to be there)

from helpers import training  # noqa: E402

POINTS = torch.tensor([[0.0], [1.0], [2.0], [3.0]])


def line():
    return training.seeded(3, lambda: nn.Linear(1, 1))


def batches(number):
    for _ in range(5):
        yield POINTS, 2 * POINTS + 1


def loss(model, batch):
    x, y = batch
    return ((model(x) - y) ** 2).mean()


def test_it_learns_and_stops_at_its_budget_of_steps():
    model = line()
    before = float(loss(model, (POINTS, 2 * POINTS + 1)).detach())
    history = training.fit(model, batches, loss, steps=212, learning_rate=0.05)
    assert history.steps == len(history.losses) == 212
    assert history.stopped == "the budget is used up"
    assert history.losses[-1] < 0.05 * before
    assert not model.training


def test_the_time_budget_counts_training_and_ends_it(monkeypatch):
    clock = iter(float(i) for i in range(10_000))  # each look at the clock is one second later
    monkeypatch.setattr(training.time, "perf_counter", lambda: next(clock))
    history = training.fit(line(), batches, loss, seconds=7.0)
    assert history.steps == 7
    assert history.seconds == 7.0


def test_another_clock_may_be_read():
    ticks = iter(range(10_000))  # each look is one second later
    history = training.fit(line(), batches, loss, seconds=7.0, clock=lambda: float(next(ticks)))
    assert history.steps == 7
    assert history.seconds == 7.0


def test_the_schedule_says_how_far_each_step_goes():
    model, ends = line(), []
    parts = iter([0.0, 1.0, 0.0, 0.5])
    training.fit(
        model, batches, loss, steps=4, learning_rate=0.01, schedule=lambda progress: next(parts),
        after_step=lambda step: ends.append(float(model.weight.detach())),
    )  # fmt: skip
    start = float(line().weight.detach())
    assert ends[0] == start and ends[1] != start  # no rate, no step
    assert ends[2] == ends[1]
    assert 0 < abs(ends[3] - ends[2]) < 0.75 * abs(ends[1] - ends[0])


def test_warming_up_starts_and_ends_at_nothing():
    rates = [training.warm_up(0.25)(progress) for progress in (0, 0.125, 0.25, 0.625, 1)]
    assert rates == [0, 0.5, 1, 0.5, 0]
    for part in (0, 1, -0.5, 2):
        with pytest.raises(ValueError, match="between 0 and 1"):
            training.warm_up(part)


def test_adam_averages_over_as_many_steps_as_it_is_told():
    first_steps = []
    for betas in ((0.9, 0.999), (0.0, 0.999)):
        model = line()
        training.fit(model, batches, loss, steps=3, learning_rate=0.01, betas=betas)
        first_steps.append(model.weight.detach())
    assert not torch.equal(*first_steps)


def test_the_same_seed_gives_the_same_model():
    runs = []
    for seed in (0, 0, 1):
        model = training.seeded(seed, lambda: nn.Sequential(nn.Linear(1, 4), nn.Dropout(0.5), nn.Linear(4, 1)))
        training.fit(model, batches, loss, steps=5, seed=seed)
        runs.append(model(POINTS).detach())
    assert torch.equal(runs[0], runs[1])
    assert not torch.equal(runs[0], runs[2])


def test_ctrl_c_keeps_what_was_learned_and_says_how_far_it_came(capsys):
    model = line()
    start = model.weight.clone()

    def interrupt(step):
        if step == 4:
            raise KeyboardInterrupt

    history = training.fit(model, batches, loss, steps=100, after_step=interrupt, name="line")
    assert history.steps == 4 and history.stopped == "stopped by you"
    assert not torch.equal(start, model.weight)
    assert "line stopped by you after 4 steps" in capsys.readouterr().out


def test_nbgrader_trains_a_few_steps_only(monkeypatch):
    for execution in ("autograde", "validate"):
        monkeypatch.setenv("NBGRADER_EXECUTION", execution)
        assert training.fit(line(), batches, loss, seconds=1000).steps == training.SHORT_RUN


def test_it_stops_early_when_the_score_no_longer_rises():
    scores = iter([0.1, 0.5, 0.4, 0.5, 0.3, 0.9])
    history = training.fit(
        line(), batches, loss, steps=100, score=lambda model: next(scores), score_every=2, patience=3
    )
    assert [value for _, _, value in history.scores] == [0.1, 0.5, 0.4, 0.5, 0.3]
    assert history.steps == 10 and "no better score" in history.stopped


def test_scores_are_taken_with_dropout_off_and_training_goes_on_with_it():
    model = nn.Sequential(nn.Dropout(0.5), nn.Linear(1, 1))
    seen = []
    training.fit(
        model, batches, loss, steps=4, score=lambda m: seen.append(m.training) or 0.0, score_every=1,
        after_step=lambda step: seen.append(model.training),
    )  # fmt: skip
    assert seen == [True, False] * 4


def test_nothing_is_written_to_stderr(capsys):
    training.fit(line(), batches, loss, steps=20)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({}, "needs a budget"),
        ({"steps": 3, "batches": lambda number: []}, "no batches"),
        ({"steps": 3, "loss": lambda m, b: loss(m, b) * float("nan")}, "the loss is nan at step 1"),
    ],
)
def test_what_cannot_be_trained_is_said(arguments, told):
    given = {"batches": batches, "loss": loss, **arguments}
    with pytest.raises(ValueError, match=told):
        training.fit(line(), **given)


def test_smooth_losses_average_stretches():
    assert training.History(losses=[1.0, 3.0, 5.0, 7.0, 10.0]).smooth_losses(2) == [2.0, 6.0, 10.0]
