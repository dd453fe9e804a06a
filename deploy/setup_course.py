"""Make the folders of a class on a shared machine: `python deploy/setup_course.py`, as root.

Two folders, each with the permissions that keep the answers from the class:

- the course folder, `where-to-look` in the instructor's home, for the instructor alone: solutions,
  and later the gradebook and what was handed in;
- the class folder, for the members of a Unix group: nbgrader's exchange and the settings that
  `deploy/jupyterhub_config.py` hands to everyone's JupyterLab.

Run it again after new members have joined: it sets permissions and settings anew and never writes
to a course folder that is there.
"""

import argparse
import grp
import os
import pwd
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
COURSE_NAME = "where-to-look"


class CannotSetUp(Exception):
    """Something is missing; the message says what, and what to do."""


@dataclass(frozen=True)
class People:
    """Who the class is: the instructor's account, the class's group, the members' accounts."""

    instructor: pwd.struct_passwd
    group: grp.struct_group
    students: tuple[pwd.struct_passwd, ...]


def find_people(instructor: str, group: str) -> People:
    """Look up the accounts.

    Raises CannotSetUp when one is missing or the instructor is not in the group.
    """
    try:
        teacher = pwd.getpwnam(instructor)
    except KeyError:
        raise CannotSetUp(
            f"There is no account {instructor}: make it with `useradd --create-home {instructor}`, "
            "or name another with --instructor."
        ) from None
    try:
        found = grp.getgrnam(group)
    except KeyError:
        raise CannotSetUp(
            f"There is no group {group}: make it with `groupadd {group}`, "
            "or name another with --group."
        ) from None
    members = [
        user
        for user in pwd.getpwall()
        if user.pw_name in found.gr_mem or user.pw_gid == found.gr_gid
    ]
    if teacher not in members:
        raise CannotSetUp(
            f"{instructor} is not in the group {group}: "
            f"run `usermod --append --groups {group} {instructor}`."
        )
    return People(teacher, found, tuple(user for user in members if user != teacher))


def make_course_folder(people: People) -> Path:
    """Give the instructor a course folder that nobody else can enter; keep one that is there."""
    course = Path(people.instructor.pw_dir) / COURSE_NAME
    if not os.path.lexists(course):
        solutions = CHECKOUT / "solutions"
        if not any(solutions.glob("*/*.ipynb")):
            raise CannotSetUp(f"There is no lesson in {solutions}: run `make build`.")
        # Under another name until it is complete, so that an interruption leaves nothing half made.
        with tempfile.TemporaryDirectory(dir=course.parent) as draft:
            whole = Path(draft) / COURSE_NAME
            whole.mkdir(mode=0o700)
            shutil.copytree(
                solutions, whole / "solutions", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
            )
            shutil.copy(CHECKOUT / "nbgrader_config.py", whole)
            for path in [whole, *whole.rglob("*")]:
                os.chown(path, people.instructor.pw_uid, people.instructor.pw_gid)
            whole.rename(course)
    if course.is_symlink() or not (course / "nbgrader_config.py").is_file():
        raise CannotSetUp(
            f"{course} is there, but it is not a course folder: it has no nbgrader_config.py "
            "of its own. Move it away and run this again."
        )
    course.chmod(0o700)
    return course


def make_class_folder(folder: Path, people: People) -> None:
    """Make the exchange, the settings and the hub's private folder."""
    group = people.group.gr_gid
    folder.mkdir(parents=True, exist_ok=True)
    make_folder(folder, 0, group, 0o750)  # nobody outside the class gets past this one
    # nbgrader insists on an exchange that everyone may write to. The sticky bit keeps members
    # from renaming or removing what is not theirs.
    make_folder(folder / "exchange", people.instructor.pw_uid, group, 0o1777)
    make_folder(folder / "hub", 0, 0, 0o700)
    shutil.rmtree(folder / "config", ignore_errors=True)
    shutil.copytree(CHECKOUT / "deploy" / "config", folder / "config")
    for path in [folder / "config", *(folder / "config").rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def make_folder(folder: Path, user: int, group: int, mode: int) -> None:
    """Make a folder, or take one that is there, and set its owner and permissions."""
    folder.mkdir(exist_ok=True)
    os.chown(folder, user, group)
    folder.chmod(mode)


def close_homes(people: People) -> None:
    """Take the homes of all members from everybody else: many systems make them readable."""
    for user in (people.instructor, *people.students):
        home = Path(user.pw_dir)
        if not home.is_dir() or home.stat().st_uid != user.pw_uid:
            raise CannotSetUp(
                f"{user.pw_name} has no home of their own at {home}: make it with "
                f"`mkhomedir_helper {user.pw_name}`."
            )
        home.chmod(0o700)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make everything; return 1 with one sentence if that cannot be done."""
    parser = argparse.ArgumentParser(
        prog="python deploy/setup_course.py", description="Make the folders of a class."
    )
    parser.add_argument("--instructor", default="instructor", help="an account (%(default)s)")
    parser.add_argument("--group", default="students", help="the class's group (%(default)s)")
    parser.add_argument(
        "--class-folder",
        type=Path,
        default=Path(os.environ.get("CLASS_FOLDER", "/srv/where-to-look")),
        help="the class's shared folder (CLASS_FOLDER, else %(default)s)",
    )
    options = parser.parse_args(arguments)
    try:
        if os.geteuid() != 0:
            raise CannotSetUp("Only root can give files to other accounts: run it with sudo.")
        people = find_people(options.instructor, options.group)
        close_homes(people)
        course = make_course_folder(people)
        make_class_folder(options.class_folder.resolve(), people)
    except (CannotSetUp, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Course folder, for {options.instructor} alone: {course}")
    print(f"Class folder, for the group {options.group}: {options.class_folder.resolve()}")
    print(f"Members besides the instructor: {len(people.students)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
