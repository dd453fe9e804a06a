"""Unpack what a learning platform, or a student, has packed: no archive stops the others.

`nbgrader_config.py` gives `BoundedExtractor` to `nbgrader zip_collect`. nbgrader unpacks whatever
lies in an archive, and archives within it, without end, and stops at the first that is damaged.

The archives that a teacher puts into `archive/` are the platform's, unless their names tell a
student. Those inside are students': each is unpacked, within its bounds, into a folder of its own
name, so that `submission_names` can tell whose everything in it must be. What cannot be unpacked
is named, and lies there as it was.
"""

from __future__ import annotations

import errno
import lzma
import os
import secrets
import shutil
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from nbgrader.plugins import ExtractorPlugin

from grading.classroom.submission_names import Refused, is_archive, stem_of
from grading.strangers import bounded_work

MIB = 2**20
SECONDS = 120.0  # of the processor for one archive of the platform's, without those in it
SECONDS_OF_STUDENT = 30.0  # for one archive of a student's, with all in it
DEEPEST = 3  # archives inside one another, below the platform's
LARGEST = 128 * MIB  # of one file; a notebook may have 50
LONGEST_NAME = 200  # characters of a file's name
ASK_STUDENT = "Ask the student for the notebook itself."


DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    ValueError,
    KeyError,
    struct.error,
)


class TooLarge(Exception):
    """One file is larger than any that is looked at."""


class Broken(Exception):
    """Why an archive, or a file in it, is not unpacked, ready to follow its name."""


@dataclass
class Room:
    """How much more may come out of an archive."""

    bytes: int
    files: int
    said: str
    folders: int = field(init=False)

    def __post_init__(self) -> None:
        self.folders = self.files


def of_platform() -> Room:
    """What a whole class may hand in."""
    return Room(8192 * MIB, 50_000, "more than 8 GiB, or 50000 files")


def of_student() -> Room:
    """What one student may hand in, archives inside archives counted together."""
    return Room(256 * MIB, 1_000, "more than 256 MiB, or 1000 files")


@dataclass
class Unpacked:
    """What was left out, and why."""

    refused: list[Refused] = field(default_factory=list)


class BoundedExtractor(ExtractorPlugin):  # type: ignore[misc]
    """Unpacks within bounds; see `refused` for what was not."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.refused: list[Refused] = []
        #: Whether an archive's name tells whose it is; the collector knows.
        self.tells: Callable[[Path], bool] = lambda path: False

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Copy the files and unpack the archives of one folder into the other (nbgrader's step).

        Raises:
            Broken: an archive that is no single student's cannot be unpacked.
        """
        source, target = Path(archive_path), Path(extracted_path)
        for folder, _, names in os.walk(source):
            here = target / Path(folder).relative_to(source)
            here.mkdir(parents=True, exist_ok=True)
            for name in sorted(names):
                path = Path(folder, name)
                if path.is_symlink() or not path.is_file():
                    self.refused.append(Refused(path.relative_to(source), "is no file."))
                elif is_archive(name):
                    self.unpack(path, path.relative_to(source), target)
                else:
                    self.log.info("Copying %s", path)
                    shutil.copy(path, here / name)

    def unpack(self, path: Path, name: Path, target: Path) -> None:
        """Unpack one archive that lies in `archive/`, in a child process."""
        own = self.tells(name)
        folder = target / (name if own else name.with_name(stem_of(name.name)))
        self.log.info("Extracting from: %s", path)
        try:
            if own:
                done = bounded_work.run(
                    unpack_all, path, folder, target, 0, seconds=SECONDS_OF_STUDENT
                )
                self.refused += done.refused
                return
            done = bounded_work.run(unpack_platforms, path, folder, target, seconds=SECONDS)
            self.refused += done.refused
        except (Broken, bounded_work.Exceeded, OSError) as fault:
            shutil.rmtree(folder, ignore_errors=True)
            cause = why(fault)
            if not own:
                raise Broken(f"{name} {cause} Get it from the platform once more.") from None
            self.refused.append(Refused(name, f"{cause} Ask for the notebook itself."))
            return
        for inner in archives_in(folder):
            self.refused += unpack_students(inner, target)


def unpack_platforms(path: Path, folder: Path, top: Path) -> Unpacked:
    """Unpack an archive of the platform's, and none of those in it: they are students'.

    Raises:
        Broken: it cannot be unpacked.
    """
    done = Unpacked()
    unpack_one(path, folder, of_platform(), top, done)
    return done


def unpack_students(archive: Path, top: Path) -> list[Refused]:
    """Unpack an archive that lay in the platform's, in a child of its own: others go on.

    Returns what was left out, and why; the archive itself, where it cannot be unpacked.
    """
    packed = aside(archive)
    archive.rename(packed)
    try:
        run = bounded_work.run
        return run(unpack_all, packed, archive, top, 1, seconds=SECONDS_OF_STUDENT).refused
    except (bounded_work.Exceeded, OSError) as fault:
        shutil.rmtree(archive, ignore_errors=True)
        return [Refused(archive.relative_to(top), f"{why(fault)} {ASK_STUDENT}")]
    finally:
        packed.unlink()


def why(fault: Exception) -> str:
    """Say what an archive met, ready to follow its name."""
    if isinstance(fault, bounded_work.Exceeded):
        return f"needs {fault} to be unpacked."
    if isinstance(fault, OSError):
        return f"cannot be unpacked ({fault.strerror})."
    return str(fault)


def aside(archive: Path) -> Path:
    """Where an archive waits while its files take its place: a name that nobody can foresee."""
    return archive.with_name(f".packed-{secrets.token_hex(16)}")


def unpack_all(path: Path, folder: Path, top: Path, depth: int) -> Unpacked:
    """Unpack an archive of a student's, then the archives in it.

    Args:
        path: the archive.
        folder: where to.
        top: the folder by which what was left out is named.
        depth: in how many archives it lay itself.
    """
    done = Unpacked()
    room = of_student()
    waiting = [(path, folder, depth)]
    while waiting:
        packed, here, its_depth = waiting.pop()
        name = here.relative_to(top)
        if its_depth > DEEPEST:
            cause = f"lies {its_depth} archives deep: ask for its files."
            done.refused.append(Refused(name, cause))
            continue
        try:
            if packed == here:
                packed = aside(here)
                here.rename(packed)
            unpack_one(packed, here, room, top, done)
        except (Broken, OSError) as fault:
            shutil.rmtree(here, ignore_errors=True)
            done.refused.append(Refused(name, f"{why(fault)} {ASK_STUDENT}"))
            continue
        finally:
            if packed != path:
                packed.unlink(missing_ok=True)
        waiting += [(inner, inner, its_depth + 1) for inner in archives_in(here)]
    return done


def archives_in(folder: Path) -> list[Path]:
    """The archives that lie in a folder, at any depth."""
    return sorted(p for p in folder.rglob("*") if is_archive(p.name) and p.is_file())


def unpack_one(path: Path, folder: Path, room: Room, top: Path, done: Unpacked) -> None:
    """Unpack the files of one archive; links, devices and names that lead elsewhere are left out.

    Raises:
        Broken: it is none, is damaged, has a password, or holds too much.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = folder.relative_to(top)
    seen: set[Path] = set()
    try:
        for member, kind, open_it in members(path):
            if kind == "folder":
                room.folders -= 1
                if room.folders < 0:
                    raise Broken(f"holds {room.said}, or as many folders.")
                continue
            place, cause = place_of(member)
            if kind != "file":
                cause = f"is a {kind}, and only files are unpacked."
            if cause:
                done.refused.append(Refused(name / member[:LONGEST_NAME].replace("/", "|"), cause))
                room.files -= 1
            else:
                cause = write_once(folder / place, open_it, room, seen)
                if cause:
                    done.refused.append(Refused(name / place, cause))
                room.files -= 1
            if room.files < 0:
                raise Broken(f"holds {room.said}.")
    except DAMAGED as fault:
        said = " ".join(str(fault).split())[:80]
        raise Broken(f"cannot be unpacked: it is damaged, or no archive ({said}).") from None


Opener = Callable[[], IO[bytes] | None]


def members(path: Path) -> Iterator[tuple[str, str, Opener]]:
    """Yield the name, the kind, and a way to open each member of an archive."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as bundle:
            for info in bundle.infolist():
                mode = info.external_attr >> 16
                kind = "folder" if info.is_dir() else "link" if stat.S_ISLNK(mode) else "file"

                def opened(info: zipfile.ZipInfo = info) -> IO[bytes]:
                    return bundle.open(info)

                yield info.filename, kind, opened
        return
    with tarfile.open(path) as tape:  # its members one by one: a bomb's are not read ahead
        for one in tape:
            kind = "folder" if one.isdir() else "file" if one.isfile() else "link or device"

            def extracted(one: tarfile.TarInfo = one) -> IO[bytes] | None:
                return tape.extractfile(one)

            yield one.name, kind, extracted
            tape.members = []  # type: ignore[attr-defined]  # it keeps them all


def place_of(member: str) -> tuple[Path, str]:
    """Where a member belongs, below the archive's folder; else the cause why nowhere."""
    name = member.replace("\\", "/")
    path = PurePosixPath(name)
    parts = [part for part in path.parts if part not in (".", "")]
    if path.is_absolute() or ".." in parts or ":" in name[:3] or not parts:
        return Path(), "has a name that leads out of the archive."
    if any(len(part) > LONGEST_NAME for part in parts) or len(parts) > 20:
        return Path(), "has a name that is too long, or too many folders."
    if any("\0" in part or "\ud800" <= c <= "\udfff" for part in parts for c in part):
        return Path(), "has a name that is no text."
    return Path(*parts), ""


def write_once(target: Path, open_it: Opener, room: Room, seen: set[Path]) -> str:
    """Write one member; return why it was not, if so: the others go on.

    Raises:
        Broken: there is no room for more.
    """
    if target in seen:
        target.unlink(missing_ok=True)
        return "is there twice, and nobody can tell which one counts."
    seen.add(target)
    try:
        write(target, open_it, room)
        return ""
    except TooLarge:
        cause = f"is larger than {LARGEST // MIB} MiB."
    except RuntimeError as fault:  # zipfile's
        locked = "password" in str(fault)
        cause = "has a password: ask for it without one." if locked else "cannot be unpacked."
    except DAMAGED:
        cause = "is damaged, and cannot be unpacked."
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            raise
        return f"cannot be written ({fault.strerror})."
    target.unlink(missing_ok=True)
    return cause


def write(target: Path, open_it: Opener, room: Room) -> None:
    """Write one member, counting what comes out and not what the archive says of itself."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source = open_it()
    if source is None:
        return
    with source, target.open("xb") as file:
        while part := source.read(MIB):
            room.bytes -= len(part)
            if room.bytes < 0:
                raise Broken(f"holds {room.said}.")
            file.write(part)
            if file.tell() > LARGEST:
                raise TooLarge
