"""Archives in archives: a student's cannot stop the class, fill the disk, or hand in for somebody else."""

import functools
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from grading.classroom import archives
from grading.classroom.archives import LARGEST, BoundedExtractor, Broken
from grading.classroom.people import Person
from grading.classroom.submission_names import Course, sort_out, tells_whose

LESSON = "00_start_here"
PEOPLE = {
    "ana": Person("Ana", "A", "", "4711"),
    "ben": Person("Ben", "B", "", "4712"),
    "mallory": Person("Mallory", "M", "", "4713"),
    "zoe": Person("Zoe", "Z", "", "4714"),
}
MOODLE = "Mallory M_103_assignsubmission_file_"


def packed(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in files.items():
            bundle.writestr(name, text)
    return content.getvalue()


def taped(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as tape:
        for info, text in members:
            info.size = len(text)
            tape.addfile(info, io.BytesIO(text))
    return content.getvalue()


def collected(tmp_path: Path, files: dict[str, bytes], people=PEOPLE):
    """What comes of a download: student -> content, and all that is said of the rest."""
    source, target = tmp_path / "archive", tmp_path / "extracted"
    for name, content in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content)
    course = Course(LESSON, (LESSON, "02_softmax"), people=people)
    extractor = BoundedExtractor()
    extractor.tells = lambda path: tells_whose(path, course)
    extractor.extract(str(source), str(target))
    assert not [path for path in tmp_path.rglob("*") if path.is_symlink()]
    outside = [path for path in tmp_path.iterdir() if path not in (source, target)]
    assert outside == []
    found = sort_out(
        target, [p.relative_to(target) for p in target.rglob("*") if p.is_file()], course
    )
    notebooks = {who: (target / path).read_bytes() for path, who in found.students.items()}
    said = "\n".join(map(str, [*extractor.refused, *found.refused]))
    return notebooks, said


HONEST = {
    f"zoe_4714_99003_{LESSON}.ipynb": b"zoe's",
    f"Ana A_101_assignsubmission_file_/{LESSON}.ipynb": b"ana's",
}


@functools.cache
def bomb() -> bytes:
    large = {"more.bin": b"\0" * LARGEST, "again.bin": b"\0" * LARGEST}
    return packed({f"{LESSON}.ipynb": b"\0" * (LARGEST + 1), **large})


LINK = tarfile.TarInfo(f"{LESSON}.ipynb")
LINK.type, LINK.linkname = tarfile.SYMTYPE, "/etc/passwd"
DEVICE = tarfile.TarInfo("device")
DEVICE.type = tarfile.CHRTYPE
UP = tarfile.TarInfo(f"../../../ana/{LESSON}.ipynb")


def folder_entry(number: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(f"folder-{number % 7}")
    entry.type = tarfile.DIRTYPE
    return entry


def encrypted() -> bytes:
    content = bytearray(packed({f"{LESSON}.ipynb": b"secret"}))
    for start in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[start] |= 1
    return bytes(content)


def twice() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as bundle, pytest.warns(UserWarning, match="Duplicate"):
        bundle.writestr(f"{LESSON}.ipynb", b"one")
        bundle.writestr(f"{LESSON}.ipynb", b"two")
    return content.getvalue()


HOSTILE = {
    "damaged": (packed({f"{LESSON}.ipynb": b"x" * 999})[:-40], "damaged"),
    "no archive": (b"not a zip at all", "damaged, or no archive"),
    "bomb": (bomb, "larger than"),
    "wide bomb": (packed({f"{n}.txt": b"" for n in range(1500)}), "1000 files"),
    "nested": (
        packed(
            {"a.zip": packed({"b.zip": packed({"c.zip": packed({"d.zip": packed({"e": b""})})})})}
        ),
        "archives deep",
    ),
    "another's file": (packed({f"{LESSON}_zoe.ipynb": b"forged"}), "named as zoe's"),
    "another's file, deep": (
        packed({"a.zip": packed({f"{LESSON}_zoe.ipynb": b"forged"})}),
        "named as zoe's",
    ),
    "another's archive": (
        packed({f"{LESSON}_zoe.zip": packed({f"{LESSON}_zoe.ipynb": b"forged"})}),
        "named as zoe's",
    ),
    "folders without end": (
        taped(*((folder_entry(n), b"") for n in range(1500))),
        "as many folders",
    ),
    "upwards": (packed({f"../../{LESSON}_zoe.ipynb": b"forged"}), "leads out"),
    "upwards for Windows": (packed({f"..\\..\\{LESSON}_zoe.ipynb": b"forged"}), "leads out"),
    "absolute": (packed({f"/tmp/{LESSON}_zoe.ipynb": b"forged"}), "leads out"),
    "link on a tape": (taped((LINK, b"")), "only files are unpacked"),
    "device": (taped((DEVICE, b"")), "only files are unpacked"),
    "upwards on a tape": (taped((UP, b"forged")), "leads out"),
    "password": (encrypted(), "password"),
    "duplicates": (twice(), "there twice"),
    "a file that is a folder": (packed({"a": b"1", "a/b": b"2"}), "cannot be written"),
    "terminal escapes": (packed({"\x1b[2Jowned.txt": b""}), "\N{REPLACEMENT CHARACTER}[2Jowned"),
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("where", ["mallory_4713_99002_work.zip", f"{MOODLE}/work.zip"])
def test_a_students_archive_stops_nobody_and_speaks_for_nobody_else(tmp_path, what, where):
    content, words = HOSTILE[what]
    content = content if isinstance(content, bytes) else content()
    where = where.replace(".zip", ".tar.gz") if content.startswith(b"\x1f\x8b") else where
    notebooks, said = collected(tmp_path, {"all.zip": packed({**HONEST, where: content})})
    assert {who: text for who, text in notebooks.items() if who != "mallory"} == {
        "zoe": b"zoe's",
        "ana": b"ana's",
    }
    assert words in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    "where", [f"{LESSON}_mallory.zip", "mallory_4713_99002_work.zip", f"{MOODLE}/x.zip"]
)
@pytest.mark.parametrize(
    "inside", [f"{LESSON}.ipynb", "work/my notebook.ipynb", f"{LESSON}_mallory.ipynb"]
)
def test_an_honest_archive_of_one_student_is_that_students(tmp_path, where, inside):
    for top in (
        {where: packed({inside: b"mine"})},
        {"all.zip": packed({where: packed({inside: b"mine"})})},
    ):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        notebooks, said = collected(folder, top)
        assert (notebooks, said) == ({"mallory": b"mine"}, "")


def test_an_archive_in_the_platforms_that_says_not_whose_it_is_is_named(tmp_path):
    files = {**HONEST, "stuff.zip": packed({f"{LESSON}_zoe.ipynb": b"forged"})}
    notebooks, said = collected(tmp_path, {"all.zip": packed(files)})
    assert notebooks == {"zoe": b"zoe's", "ana": b"ana's"}
    assert "stuff.zip, which does not say whose it is" in said


def test_one_damaged_file_in_the_platforms_archive_is_left_out_alone(tmp_path):
    content = bytearray(packed(HONEST))
    content[content.index(b"zoe_4714") + len(f"zoe_4714_99003_{LESSON}.ipynb") + 1] ^= 0xFF
    notebooks, said = collected(tmp_path, {"all.zip": bytes(content)})
    assert notebooks == {"ana": b"ana's"} and "zoe_4714" in said and "damaged" in said


def test_the_platforms_own_archive_must_be_whole(tmp_path):
    with pytest.raises(Broken, match="from the platform once more"):
        collected(tmp_path, {"all.zip": packed(HONEST)[:-30]})


def test_a_damaged_archive_of_one_student_beside_the_others_is_that_students(tmp_path):
    files = {f"{LESSON}_zoe.ipynb": b"zoe's", f"{LESSON}_mallory.zip": b"PK\x03\x04"}
    notebooks, said = collected(tmp_path, files)
    assert notebooks == {"zoe": b"zoe's"} and f"{LESSON}_mallory.zip cannot be unpacked" in said


def test_a_folder_in_the_way_of_an_archive_stops_nobody(tmp_path):
    """The name under which an archive waits is not for a student to foresee."""
    in_the_way = {f".packed-{n}-{depth}/file": b"" for n in range(5) for depth in range(4)}
    theirs = packed({"inside.zip": packed({f"{LESSON}.ipynb": b"mallory's"}), **in_the_way})
    files = {**HONEST, f"{MOODLE}/hand_in.zip": theirs}
    notebooks, _ = collected(tmp_path, {"all.zip": packed(files)})
    assert notebooks == {"zoe": b"zoe's", "ana": b"ana's", "mallory": b"mallory's"}


@pytest.mark.parametrize("how", [MemoryError, OSError(28, "No space left on device")])
def test_a_students_archive_has_limits_of_its_own(tmp_path, monkeypatch, how):
    """It takes no time and no memory from the platform's, in which all others lie."""

    def without_end(*arguments: object) -> None:
        raise how

    monkeypatch.setattr(archives, "unpack_all", without_end)
    files = {**HONEST, f"{MOODLE}/hand_in.zip": packed({"a": b""})}
    notebooks, said = collected(tmp_path, {"all.zip": packed(files)})
    assert notebooks == {"zoe": b"zoe's", "ana": b"ana's"}
    assert "hand_in.zip" in said and "to be unpacked" in said or "No space" in said
