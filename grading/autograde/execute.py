"""nbgrader's execute step, in which a submission cannot reach the tests nor its mark.

`nbgrader_config.py` puts `TrustedExecute` in the place of `Execute` in
`c.Autograde.autograde_preprocessors`. It gathers what `run_notebook` needs, has the notebook run,
here or by one of many workers, and puts what that showed under the cells, as a kernel would have:
so nbgrader saves the marks as ever.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from traitlets import Bool, Integer, TraitError, Unicode, validate

from grading.autograde import grading_log, left_out
from grading.autograde.gradebook_cells import trusted_cells
from grading.autograde.job import Job
from grading.autograde.run_notebook import NotebookRunner, require_sandbox
from grading.autograde.seeds import mark_of, salt_of, seed_of


class TrustedExecute(NotebookRunner):
    """Has a submission run in a sandbox, and its tests where it cannot reach them."""

    run_everything = Bool(
        False,
        help="Run all cells of a submission. By default those are left out which its author left "
        "as they were released, and on which no mark and no other cell depends: most pictures.",
    ).tag(config=True)
    seed = Integer(
        None,
        allow_none=True,
        help="The seed of the tests' random cases, to reproduce a mark; by default it follows "
        "from student, lesson, hand-in and salt, and is recorded with every check.",
    ).tag(config=True)
    salt = Unicode(
        help="Mixed into the seeds: something your students do not know. By default a random "
        "text that is kept in the course folder."
    ).tag(config=True)
    workers = Integer(
        None,
        allow_none=True,
        help="How many submissions run at once on this machine; 1 means one after the other. By "
        "default as many as it has processors, if Dask is installed (`pip install "
        "'where-to-look[cluster]'`) and there are enough submissions to gain by it.",
    ).tag(config=True)
    scheduler = Unicode(
        help="The address (tls://..., tcp://...) or scheduler file of a Dask cluster whose workers "
        "run the submissions, instead of this machine: docs/at_scale.md."
    ).tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not self.without_sandbox and not self.scheduler:
            require_sandbox()

    @validate("workers")
    def _at_least_one(self, proposal: Any) -> int | None:
        workers: int | None = proposal["value"]
        if workers is not None and workers < 1:
            raise TraitError(
                f"c.TrustedExecute.workers must be 1 or more, and is {workers}: 1 means one "
                "submission after the other."
            )
        return workers

    def preprocess(self, nb: Any, resources: Any, km: Any = None) -> tuple[Any, Any]:
        """Run a notebook; its test cells get the outputs that decide their marks."""
        self._check_assign_resources(resources)
        about = resources["nbgrader"]
        job = self.job_of(nb, about, Path(resources["metadata"]["path"]).resolve())
        ahead = getattr(self.parent, "ahead", None)
        outcome = ahead.outcome(job, about) if ahead else self.carry_out(self.complete(job, about))
        outcome.write_into(nb)
        if outcome.missing:
            said = "%s: all cells are run, as %s is missing"
            self.log.info(said, about["student"], outcome.missing)
        for remark in outcome.remarks:
            grading_log.note(nb, remark)
            self.log.warning("%s: %s", about["student"], remark)
        return nb, resources

    def job_of(self, nb: Any, about: Any, folder: Path) -> Job:
        """What must be known to run a notebook; all its cells, until it is made `complete`.

        The notebook then says in its metadata by which seed its tests draw.

        Args:
            nb: the notebook.
            about: whose it is, as nbgrader's resources have it.
            folder: in which the files lie that were handed in with it.
        """
        student, lesson = about["student"], about["assignment"]
        secret = self.salt or salt_of(self.course(folder))
        seed = self.seed
        if seed is None:
            hand_in = mark_of(self.hand_in(student, lesson, folder))
            seed = seed_of(student, lesson, secret, hand_in)
        about_it = {"seed": seed, "sandbox": not self.without_sandbox}
        nb.metadata[grading_log.KEY] = {"notes": grading_log.notes(nb), **about_it}
        trusted = trusted_cells(about["db_url"], lesson, about["notebook"])
        return Job(student, nb, trusted, seed, secret, folder, self.course(folder))

    def complete(self, job: Job, about: Any) -> Job:
        """A job that tells what was released, so that not all cells need be run."""
        return job if self.run_everything else job.with_release(self.released(about))

    def released(self, about: Any) -> frozenset[str] | None:
        """The cells of no mark of the notebook as it was released; None where it is not there."""
        converter = getattr(getattr(self, "parent", None), "parent", None)
        course = getattr(converter, "coursedir", None)
        if course is None:
            return None
        folder = Path(course.format_path(course.release_directory, ".", about["assignment"]))
        return left_out.released(folder, about["notebook"], about["db_url"], about["assignment"])

    def course(self, folder: Path) -> Path:
        """The course folder: as nbgrader says or, in tests without it, three levels up."""
        converter = getattr(getattr(self, "parent", None), "parent", None)
        root = getattr(getattr(converter, "coursedir", None), "root", "")
        return Path(root or folder.parents[2]).resolve()

    def hand_in(self, student: str, lesson: str, folder: Path) -> Path:
        """The folder that was handed in, whose copy is graded."""
        converter = getattr(getattr(self, "parent", None), "parent", None)
        course = getattr(converter, "coursedir", None)
        if course is None:
            return self.course(folder) / "submitted" / student / lesson
        return Path(course.format_path(course.submitted_directory, student, lesson))
