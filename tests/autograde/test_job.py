"""What is sent to whoever runs a notebook, and what is believed of what comes back."""

import json
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grading.autograde.gradebook_cells import TEST, TrustedCell
from grading.autograde.job import File, Job, NoOutcome, Outcome, files_in, read_job, read_outcome

TRUSTED = {"test": TrustedCell(TEST, "assert f(1) == 1")}


def notebook():
    test = new_code_cell("assert f(1) == 1", metadata={"nbgrader": {"grade_id": "test"}}, id="test")
    return new_notebook(cells=[new_markdown_cell("# Ä", id="a"), new_code_cell("f = abs", id="b"), test])


def job(folder, **changes):
    about = {"student": "ana", "notebook": notebook(), "trusted": TRUSTED, "seed": 7, "secret": "s"}
    return Job(**{**about, "folder": Path(folder), "hide": Path("/course"), **changes})


def test_a_job_arrives_as_it_was_sent_with_its_files(tmp_path):
    sent, files = job(tmp_path).with_release(frozenset(["f = abs"])), {"data.txt": File(b"1\xff"), "more/deep.csv": File(b""), "run.sh": File(b"echo", 0o111)}
    request = sent.request(files, project="x")
    request.put_files(tmp_path / "there")
    arrived = read_job(json.loads(request.about), tmp_path / "there")
    assert arrived.notebook == sent.notebook and dict(arrived.trusted) == TRUSTED
    assert (arrived.student, arrived.seed, arrived.secret, arrived.released) == ("ana", 7, "s", {"f = abs"})
    assert files_in(tmp_path / "there") == files


def test_files_are_sent_as_they_are_and_not_copied(tmp_path):
    content = bytes(2**20)
    request = job(tmp_path).request({"large.bin": File(content)})
    assert request.files["large.bin"].content is content
    assert len(request.about) < 2**12 and request.size == len(request.about) + 2**20


def test_notebooks_and_links_beside_a_notebook_are_not_sent(tmp_path):
    (tmp_path / "data.txt").write_text("1")
    (tmp_path / "other.ipynb").write_text("{}")
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert files_in(tmp_path) == {"data.txt": File(b"1")}
    assert files_in(tmp_path / "missing") == {}


OTHER = notebook()
OTHER.cells[1].source = "f = round"


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 8},
        {"secret": "t"},
        {"student": "ben"},
        {"notebook": OTHER},
        {"trusted": {"test": TrustedCell(TEST, "assert f(1) == 2")}},
        {"trusted": {}},
    ],
)
def test_whatever_a_mark_depends_on_makes_another_job(tmp_path, changes):
    assert job(tmp_path).digest({}) == job(tmp_path / "elsewhere").digest({})
    assert job(tmp_path).digest({}) != job(tmp_path, **changes).digest({})


@pytest.mark.parametrize(
    "files",
    [
        {"a": File(b"1")},
        {"a": File(b""), "c": File(b"1")},
        {"ab": File(b"1")},
        {"a": File(b""), "b": File(b"1 ")},
        {"a": File(b""), "b": File(b"1", 0o100)},
    ],
)
def test_other_files_make_another_job(tmp_path, files):
    usual = {"a": File(b""), "b": File(b"1")}
    assert job(tmp_path).digest(usual) == job(tmp_path).digest(dict(reversed(usual.items())))
    assert job(tmp_path).digest(usual) != job(tmp_path).digest(files)


# What comes back -----------------------------------------------------------------------------------


def outcome():
    ran = notebook()
    ran.metadata["language_info"] = {"name": "python"}
    ran.cells[1].execution_count = 1
    ran.cells[1].outputs = [new_output("stream", text="hello\n")]
    ran.cells[2].outputs = [new_output("error", ename="AssertionError", evalue="no", traceback=["no"])]
    return Outcome.of(ran, ["a remark"], "a_name")


def as_content(found):
    return json.loads(found.as_bytes())["outcome"]


def test_an_outcome_is_put_under_the_cells_and_changes_nothing_else(tmp_path):
    read = read_outcome(as_content(outcome()), job(tmp_path))
    assert (read.remarks, read.missing) == (["a remark"], "a_name")
    into = notebook()
    into.cells[2].source = "as it was sent"
    read.write_into(into)
    assert into.cells[1].outputs[0].text == "hello\n" and into.cells[1].execution_count == 1
    assert into.cells[2].outputs[0].ename == "AssertionError" and into.cells[2].source == "as it was sent"
    assert into.metadata.language_info == {"name": "python"}
    assert "outputs" not in into.cells[0]


@pytest.mark.parametrize("text", ["\U0001f600", "\ud83d", "\ude00\ud83d", "\ud83d\ude00", "ä\x00\x7f\u2028"])
def test_every_text_arrives_as_it_was(tmp_path, text):
    """Halves of signs are no text, and one worker keeps them as they are: so do two."""
    found = Outcome([(1, [new_output("error", ename=text, evalue=text, traceback=[text])])], {}, [text])
    assert as_content(found)["cells"][0][1][0]["ename"] == text and as_content(found)["remarks"] == [text]
    sent = job(tmp_path, notebook=new_notebook(cells=[new_code_cell(text, id="a")]))
    assert read_job(json.loads(sent.request({}).about), tmp_path).notebook == sent.notebook


def test_an_outcome_takes_what_its_text_takes():
    text = "\U0001f600" * 10_000
    found = Outcome([(1, [new_output("stream", text=text)])] * 3, {}, [text])
    assert 160_000 < found.size() <= len(found.as_bytes()) + 100 < 161_000


def test_what_acts_in_a_page_is_taken_out_again(tmp_path):
    found = as_content(outcome())
    found["cells"][1][1] = [new_output("display_data", {"text/html": "<b>so</b><script>alert(1)</script>"})]
    read = read_outcome(found, job(tmp_path))
    assert "<script" not in json.dumps(read.cells) and "<b>so</b>" in json.dumps(read.cells)


def broken(change):
    found = as_content(outcome())
    change(found)
    return found


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        "outcome",
        {},
        broken(lambda found: found.pop("cells")),
        broken(lambda found: found.pop("remarks")),
        broken(lambda found: found["cells"].pop()),
        broken(lambda found: found["cells"].append([None, []])),
        broken(lambda found: found["cells"].__setitem__(1, None)),
        broken(lambda found: found["cells"].__setitem__(1, [None, ["text"]])),
        broken(lambda found: found["cells"].__setitem__(1, [None, [{"output_type": "of its own"}]])),
        broken(lambda found: found["cells"].__setitem__(1, ["many", []])),
        broken(lambda found: found.__setitem__("language", 3)),
        broken(lambda found: found.__setitem__("remarks", 3)),
    ],
)
def test_what_is_no_outcome_of_the_job_is_not_believed(tmp_path, content):
    with pytest.raises(NoOutcome):
        read_outcome(content, job(tmp_path))
