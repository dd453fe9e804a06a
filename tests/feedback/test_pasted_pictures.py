"""Pictures pasted into a written answer are on the formgrader's page and on the feedback page."""

import re
import time

import pytest

from grading.feedback.sanitize_html import LONGEST, markdown

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SHOWN = f"data:image/png;base64,{PNG}"


def pictures(text, *names, **bundles):
    page = markdown(text, {**{name: {"image/png": PNG} for name in names}, **bundles})
    return re.findall(r'<img[^>]* src="([^"]*)"|<img src="([^"]*)"', page)


def addresses(text, *names):
    return ["".join(found) for found in pictures(text, *names)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("![a](attachment:dog.png)", "dog.png"),
        ("![a](attachment:my%20dog.png)", "my dog.png"),
        ("![a](attachment:my dog.png)", "my dog.png"),
        ("![a](<attachment:my dog.png>)", "my dog.png"),
        ("![a](attachment:my%20dog.png)", "my%20dog.png"),
        ('![a](attachment:my dog.png "a title")', "my dog.png"),
        ("![a](attachment:Screenshot%202026-03-01%20(2).png)", "Screenshot 2026-03-01 (2).png"),
        ("![a](attachment:Screenshot 2026-03-01 (2).png)", "Screenshot 2026-03-01 (2).png"),
        ("![a](attachment:Bildschirmfoto ä.png)", "Bildschirmfoto a\u0308.png"),
        ("![a](attachment:写真.png)", "写真.png"),
        ("![a](attachment:a b)", "a b"),
        ("![a\\[1\\]](attachment:a b.png)", "a b.png"),
        ("![a][p]\n\n[p]: attachment:my%20dog.png", "my dog.png"),
        ("| a |\n|--|\n| ![a](attachment:a b.png) |", "a b.png"),
        ('<img src="attachment:dog.png">', "dog.png"),
        ('<img src="attachment:my dog.png" width="300"/>', "my dog.png"),
        ("see <img alt='x' src='attachment:my%20dog.png' style='width:3px'> here", "my dog.png"),
        ("<div align=center>\n<img width=300 src=attachment:dog.png>\n</div>", "dog.png"),
        ('<IMG SRC = "attachment:a&amp;b.png">', "a&b.png"),
    ],
)
def test_an_attachment_is_shown_however_it_is_named(text, name):
    assert addresses(text, name) == [SHOWN]
    assert addresses(text, "another.png") in ([], [""])


def test_two_on_one_line_are_two():
    assert addresses("![a](attachment:a b.png) and ![b](attachment:c (d).png)", "a b.png", "c (d).png") == [SHOWN] * 2


@pytest.mark.parametrize(
    "bundle",
    [{"image/jpg": PNG}, {"image/jpeg": PNG}, {"image/webp": PNG}, {"image/gif": [PNG[:9] + "\n", PNG[9:]]}],
)
def test_other_kinds_of_pictures_are_shown(bundle):
    assert markdown("![a](attachment:a.x)", {"a.x": bundle}).count('src="data:image/') == 1


@pytest.mark.parametrize(
    "text", ["![a]({})", "![][image1]\n\n[image1]: <{}>", "<img src='{}'>", "words\n\n![a]({})\n\nwords"]
)
def test_a_picture_in_the_text_itself_does_not_make_it_too_long(text):
    address = "data:image/png;base64," + "iVBOR" * LONGEST
    assert markdown(text.format(address)).count(f'src="{address}"') == 1


def test_code_that_only_speaks_of_a_picture_shows_none():
    page = markdown(f'`<img src="attachment:a.png">` and `{SHOWN}`', {"a.png": {"image/png": PNG}})
    assert "<img" not in page and SHOWN in page


@pytest.mark.parametrize(
    "bundle",
    [{"image/svg+xml": "PHN2Zy8+"}, {"text/html": "<b>"}, {"image/png": '"><script>x</script>'}, {"image/png": 5}, 5, None, []],
)
@pytest.mark.parametrize("text", ["![a](attachment:a b.png)", '<img src="attachment:a b.png">'])
def test_what_is_no_picture_does_not_get_through(text, bundle):
    page = markdown(text, {"a b.png": bundle})
    assert "src=" not in page and "<script" not in page


@pytest.mark.parametrize(
    "text",
    ["![" * 50_000, "![](attachment:" * 6_600, "<img src" * 12_000, "<img " + "src " * 24_000, "data:image/png;base64,A" * 4_000],
)
def test_a_text_of_beginnings_takes_no_minutes(text):
    start = time.process_time()
    markdown(text, {"a b.png": {"image/png": PNG}})
    assert time.process_time() - start < 20
