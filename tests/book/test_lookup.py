"""The glossary, "Where is what?" and the references agree with the lessons' texts."""

import re
from pathlib import Path

import pytest

from grading.authoring.build import read_lessons
from grading.book import lookup
from grading.book.words import glossary, read_words
from grading.user_error import UserError

ROOT = Path(__file__).resolve().parents[2]
LESSONS = read_lessons(ROOT)
WORDS = read_words(ROOT / "docs/book/words.toml")
PARTS = [part for lesson in LESSONS for part in lookup.sections(lesson)]
BIBLIOGRAPHY = (ROOT / "docs/book/references.bib").read_text(encoding="utf-8")

TAUGHT = {
    "mask": "02", "temperature": "02", "softmax": "02", "Jacobian": "02", "entropy": "01",
    "embedding": "03", "bilinear score": "04", "additive score": "04", "teacher forcing": "05",
    "bottleneck": "05", "bidirectional encoder": "06", "alignment error rate (AER)": "07",
    "beam search": "07", "explanation, attention as": "07", "local attention": "08",
    "hard attention": "08", "cost, in time and memory": "08", "self-attention": "09", "key": "09",
    "head": "09", "key-value cache": "09", "Transformer": "09", "byte-pair encoding": "10",
    "IBM model 1": "10", "leak": "10", "translation memory": "10",
}  # fmt: skip


def found(name):
    [word] = [word for word in WORDS if word.word == name]
    return lookup.treated(word, PARTS)


@pytest.mark.parametrize("name, lesson", TAUGHT.items(), ids=TAUGHT)
def test_what_is_looked_up_leads_to_the_lesson_that_teaches_it(name, lesson):
    assert lesson in {part.stem[:2] for part in found(name)}


def test_it_leads_to_the_very_section():
    assert [part.heading for part in found("temperature")][0] == "3 A knob: temperature"
    assert "7 Looking further ahead: beam search" in [part.heading for part in found("beam search")]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.word)
def test_every_word_leads_somewhere_and_not_everywhere(word):
    parts = lookup.treated(word, PARTS)
    assert 1 <= len(parts) <= 24
    assert all(part.lesson >= word.since for part in parts)


def test_the_page_has_every_exercise_and_every_link_a_place():
    page = lookup.page(LESSONS, WORDS)
    for lesson in LESSONS:
        for cell in lesson.cells:
            if cell.kind == "exercise":
                assert (
                    f"[`{cell.name}`](#{lookup.label(lesson.stem, 3, f'Exercise: `{cell.name}`  ●○○  1 minutes')})"
                    in page
                )
    labels = [part.label for part in PARTS]
    assert len(labels) == len(set(labels))
    assert set(re.findall(r"\(#([^)]+)\)", page)) <= set(labels)


def test_a_word_that_no_lesson_speaks_of_is_named():
    with pytest.raises(UserError, match="no lesson speaks of 'quokka'"):
        lookup.treated(WORDS[0].__class__("quokka", ("quokka",)), PARTS)
    with pytest.raises(UserError, match="section that begins '99 Nowhere'"):
        lookup.treated(WORDS[0].__class__("mask", ("mask",), sections=("99 Nowhere",)), PARTS)


def test_the_glossary_has_the_words_of_the_course_with_their_shapes():
    page = glossary(WORDS)
    for word, shape in {
        "states": "(batch, source, hidden)", "scores": "(batch, target, source)",
        "weights": "(batch, target, source)", "context": "(batch, target, hidden)",
        "mask": "(batch, source)", "query": "(batch, hidden)", "parameters": "",
    }.items():  # fmt: skip
        entry = re.search(rf"^{word}\n((?:  .*\n|\n)+)", page, re.M)
        assert entry and shape in entry[1]
    assert "True stands a real word" in page


def test_every_paper_is_in_the_bibliography_with_a_place_to_read_it():
    cited = {n for path in (ROOT / "lessons").glob("[0-9]*.py")
             for n in re.findall(r"arXiv:(\d{4}\.\d{4,5})", path.read_text(encoding="utf-8"))}  # fmt: skip
    entries = re.findall(r"^@\w+\{(\w+),(.*?)^\}", BIBLIOGRAPHY, re.M | re.S)
    listed = {
        number for _, body in entries for number in re.findall(r"eprint = \{([\d.]+)\}", body)
    }
    assert cited == listed
    assert len({key for key, _ in entries}) == len(entries) >= 40
    for key, body in entries:
        assert re.search(r"^  (eprint|doi|url) = ", body, re.M), key
