"""What the course costs and what attention buys in time: `make bench`.

`python -m grading bench [PART ...]` runs the named parts, without names the first three. After
`grading` and `workers` lessons may follow, after `transformer` its own parts; `sentences` needs
lesson 10's data.
Ratios come first: on a shared machine only they mean much.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import psutil
import torch

from grading.authoring.answers import ROOT
from grading.authoring.build import SOLUTIONS
from grading.authoring.lesson import lesson_paths
from grading.choices import one_of
from grading.measuring.benchmarks import (
    many_workers,
    race,
    real_sentences,
    stock_nbgrader,
    transformers,
)

OF_GRADING = ("grading", "workers", "batch")
PARTS = ("speed", "goal", "lessons", "seeds", *OF_GRADING, "transformer", "sentences")
SECONDS, SEEDS = 90, (0, 1, 2)

# Runs in a process of its own: one notebook in a fresh kernel, its wall time and peak memory.
RUN_ONE = """
import json, resource, sys, tempfile, time
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
with tempfile.TemporaryDirectory() as folder:
    began = time.perf_counter()
    client = NotebookClient(notebook, timeout=900, resources={"metadata": {"path": folder}})
    client.execute()
    seconds = time.perf_counter() - began
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps([seconds, unit * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


def print_speed(runners: list[race.Runner]) -> None:
    """Words a second of each decoder, as a multiple of the tutorial's."""
    print("\nFrench words a second in training, same batches, in turns")
    for runner in runners:
        times = runner.words_per_second / runners[0].words_per_second
        print(f"  {times:4.2f} x  {runner.name:14} {runner.words_per_second:9,.0f} words a second")


def print_goal(runners: list[race.Runner]) -> None:
    """Time of each decoder to the goal, as a part of the tutorial's."""
    print(f"\nTraining time until {race.GOAL:.0%} of unseen sentences are translated exactly")
    slowest = runners[0].reached
    for runner in runners:
        if runner.reached is None:
            print(f"         {runner.name:14} not within {len(runner.steps)} steps")
        else:
            part = f"{runner.reached / slowest:4.2f} x" if slowest else "      "
            steps = f"{runner.reached:6.1f} s, {len(runner.steps)} steps"
            print(f"  {part}  {runner.name:14} {steps}")


def print_lessons(notebooks: list[Path]) -> None:
    """Wall time and peak memory of each solved lesson, in a fresh kernel."""
    print("\nEach lesson, solved, in a fresh kernel")
    for path in notebooks:
        # A kernel writes warnings of its own; they are of interest only when it fails.
        command = [sys.executable, "-c", RUN_ONE, str(path)]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            print(f"  {path.stem:32} stopped:\n{run.stderr[-2000:]}", flush=True)
            continue
        seconds, peak = json.loads(run.stdout.splitlines()[-1])
        print(f"  {path.stem:32} {seconds:6.1f} s   {peak / 2**30:5.2f} GiB", flush=True)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    about = f"{', '.join(PARTS)}; without names the first three"
    parser.add_argument("parts", nargs="*", metavar="PART", help=about)
    parser.add_argument("--json", action="store_true", help="of grading: the figures as JSON")
    parser.add_argument("--rounds", type=int, default=3, help="of grading: how often (3)")


def run_grading(options: argparse.Namespace) -> int:
    """Grade, beside stock nbgrader or with several workers; 1 where marks are not the same."""
    part, *lessons = options.parts
    names = [path.stem for path in lesson_paths(ROOT, lessons)] if lessons else []
    print(f"\nGrading, the machine's load {psutil.getloadavg()[0]:.1f} as it begins")
    if part == "grading":
        compared = stock_nbgrader.compare(ROOT, names, options.rounds)
        figures: object = [lesson.as_json() for lesson in compared]
        wrong = any(lesson.differing for lesson in compared)
    elif part == "workers":
        found = many_workers.compare(ROOT, names, options.rounds)
        figures, wrong = found, not found["same_marks"]
    else:
        found = many_workers.batch(ROOT)
        figures, wrong = found, found["graded"] < found["hand_ins"]
    if options.json:
        print(json.dumps(figures, indent=1))
    return int(wrong)


def run(options: argparse.Namespace) -> int:
    """Run the parts named; some may be followed by lessons, or by parts of their own."""
    parts: list[str] = options.parts
    if parts and parts[0] in OF_GRADING:
        return run_grading(options)
    if parts and parts[0] == "transformer":
        return transformers.run(parts[1:])
    if parts == ["sentences"]:
        return real_sentences.run()
    for part in parts:
        one_of(part, PARTS, "part")
    wanted = parts or list(PARTS[:3])
    torch.set_num_threads(1)
    if set(wanted) - {"lessons"}:
        task = race.Task.load()
        if "speed" in wanted:
            print_speed(race.speed(task))
        if "goal" in wanted:
            print_goal(race.to_goal(task))
        if "seeds" in wanted:
            print(f"\nExact match on unseen sentences after {SECONDS} s of training")
            race.over_seeds(task, "fed back", SECONDS, SEEDS)
            race.over_seeds(task, "whole target", SECONDS, SEEDS)
            race.over_seeds(task, "no attention", SECONDS, SEEDS)
    if "lessons" in wanted:
        print_lessons(sorted((ROOT / SOLUTIONS).glob("*/*.ipynb")))
    return 0
