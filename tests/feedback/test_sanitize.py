"""What is kept of a student's outputs, and how it is shown: nothing that acts, nothing endless."""

import base64
import json
import re
from html.parser import HTMLParser

import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grading.feedback import sanitize_outputs
from grading.feedback.sanitize_html import DEEPEST, LONGEST, clean_html, markdown
from grading.feedback.sanitize_outputs import MAX_OUTPUTS, MAX_TEXT, clean, clean_cell

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n and the rest").decode()


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def shown(**data):
    kinds = {"plain": "text/plain", "html": "text/html", "png": "image/png", "svg": "image/svg+xml"}
    kinds |= {"markdown": "text/markdown", "latex": "text/latex", "js": "application/javascript"}
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {kinds[k]: v for k, v in data.items()},
    }


def saved(cleaned):
    """The outputs, after they have been through a file."""
    notebook = new_notebook(cells=[new_code_cell("", outputs=cleaned)])
    nbformat.validate(notebook)
    text = nbformat.writes(notebook).encode("utf-8").decode("utf-8")
    return nbformat.reads(text, as_version=4).cells[0].outputs


# What is kept ------------------------------------------------------------------------------------


def test_ordinary_outputs_are_kept_as_they_are():
    ordinary = [
        new_output("stream", name="stdout", text="one\ntwo\n"),
        new_output("display_data", data={"text/plain": "<Figure>", "image/png": PNG}),
        new_output("execute_result", data={"text/plain": "array([1, 2])"}),
        new_output("stream", name="stderr", text="a warning\n"),
        new_output(
            "error", ename="KeyError", evalue="'x'", traceback=["\x1b[31mKeyError\x1b[0m: 'x'"]
        ),
    ]
    assert saved(clean(ordinary)) == ordinary


def test_prints_in_a_row_become_one():
    cleaned = clean([stream("a"), stream("b"), stream("c", "stderr"), stream("d", "elsewhere")])
    assert [(one.name, one.text) for one in cleaned] == [
        ("stdout", "ab"),
        ("stderr", "c"),
        ("stdout", "d"),
    ]


def test_metadata_ids_and_forged_mistakes_go():
    output = shown(plain="x")
    output["metadata"] = {"check": {"exercise": "double", "mistake": "forged"}, "isolated": True}
    output["transient"] = {"display_id": "a"}
    assert saved(clean([output])) == [new_output("display_data", data={"text/plain": "x"})]


@pytest.mark.parametrize(
    "data",
    [
        {"application/javascript": "alert(1)"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "a"}},
        {"image/svg+xml": "<svg onload='alert(1)'/>"},
        {"text/vnd.mermaid": "graph"},
        {"image/png": "no picture"},
        {"image/png": base64.b64encode(b"<svg onload='alert(1)'/>").decode()},
        {"image/png": PNG + '"><script>'},
        {"image/png": {"a": 1}},
        {7: "seven"},
        "text",
        None,
    ],
)
def test_what_acts_or_is_unknown_goes_and_the_text_beside_it_stays(data):
    assert clean([{"output_type": "display_data", "data": data}]) == []
    if isinstance(data, dict):
        [one] = clean([{"output_type": "display_data", "data": {**data, "text/plain": "beside"}}])
        assert one.data == {"text/plain": "beside"}


def test_html_and_markdown_are_kept_without_what_acts():
    [table, text] = clean(
        [
            shown(html="<table><tr><td onclick='go()'>1</td></tr></table><script>go()</script>"),
            shown(markdown="**bold** $a < b$ <img src=x onerror=go()>", plain="<Markdown>"),
        ]
    )
    assert "<td>1</td>" in table.data["text/html"] and "<script" not in table.data["text/html"]
    assert "<strong>bold</strong> $a &lt; b$" in text.data["text/html"]
    assert "onerror" not in text.data["text/html"] and "text/markdown" not in text.data


def test_characters_that_no_file_can_hold_are_replaced():
    error = {
        "output_type": "error",
        "ename": "\ud800",
        "evalue": "\udfff\x00",
        "traceback": ["\ud800", 7],
    }
    outs = saved(clean([stream("a\ud800b\x00c"), shown(plain="\udc80"), error]))
    assert outs[0].text == "a\ufffdb\ufffdc" and outs[1].data["text/plain"] == "\ufffd"
    assert outs[2].ename == "\ufffd" and outs[2].evalue == "\ufffd\ufffd"


# How much is kept --------------------------------------------------------------------------------


def test_a_flood_loses_its_middle_and_says_how_much():
    [one] = clean([stream(f"{number}\n") for number in range(100_000)])
    assert one.text.startswith("0\n1\n2\n") and one.text.endswith("99998\n99999\n")
    assert len(one.text) < MAX_TEXT + 100
    assert "\n... 488890 characters were left out ...\n" in one.text


def test_many_outputs_lose_the_last_ones_and_say_how_many():
    flood = clean([shown(plain=str(number), html="<b>x</b>") for number in range(100_000)])
    assert len(flood) == MAX_OUTPUTS + 1
    assert flood[-1].text == f"... {100_000 - MAX_OUTPUTS} more outputs were left out ...\n"


def test_all_outputs_of_a_cell_share_one_bound():
    flood = [
        output for _ in range(50) for output in (stream("x" * 30_000), shown(plain="y" * 30_000))
    ]
    flood.append(
        {"output_type": "error", "ename": "E", "evalue": "v" * 10**6, "traceback": ["t" * 10**6]}
    )
    assert len(json.dumps(clean(flood))) < 1.1 * MAX_TEXT
    pictures = [shown(png=PNG * 1, plain="p")] * 10
    assert len(clean(pictures)) == 10


def test_pictures_have_a_bound_of_their_own(monkeypatch):
    monkeypatch.setattr(sanitize_outputs, "MAX_PICTURES", 2 * len(PNG))
    kept = clean([shown(png=PNG, plain="a picture")] * 4)
    assert ["image/png" in one.data for one in kept] == [True, True, False, False]


# Whatever comes ----------------------------------------------------------------------------------

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(alphabet=st.characters())
    | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["output_type", "name", "text", "data", "ename", "evalue", "traceback"])
            | st.sampled_from(
                ["metadata", "text/plain", "text/html", "image/png", "execution_count"]
            ),
            inner | st.sampled_from(["stream", "error", "display_data", "execute_result"]),
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(anything)
def test_anything_at_all_becomes_valid_outputs(found):
    saved(clean(found))
    saved(clean([found, found]))


@pytest.mark.parametrize(
    ("count", "kept"),
    [(3, 3), (None, None), ("<script>", None), (True, None), (-1, None), (10**30, None)],
)
def test_the_number_of_a_cell_is_a_number(count, kept):
    cell = new_code_cell("", outputs=[stream("a")])
    cell.execution_count = count
    clean_cell(cell)
    assert cell.execution_count == kept and cell.outputs[0].text == "a"


# Markdown and HTML -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "# Why\n\nIt *adds* **up**: `a < b`, $\\alpha_t$ and\n\n$$\\sum_i a_i$$\n",
        "1. one\n2. two\n\n- a\n- b\n\n> said\n",
        "<details><summary>Hint</summary>\n\nThink.\n</details>",
        "| a | b |\n|:--|--:|\n| 1 | 2 |\n",
        "```python\nx = [1, 2]  # <b>\n```\n",
    ],
)
def test_what_people_write_looks_as_before(text):
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    assert normal(markdown(text)) == normal(MarkdownWithMath(renderer).render(text))


def normal(page):
    """HTML without the differences that make none."""
    alike = re.sub(r"(text-align:\w+);", r"\1", page)
    return str(BeautifulSoup(alike, "html.parser")).replace("\n", "")


def test_a_comparison_is_no_tag_and_is_not_lost():
    assert markdown("if x <y and z") == "<p>if x &lt;y and z</p>\n"


def test_links_are_told_and_lead_nowhere():
    page = markdown(
        "[a paper](https://arxiv.org/abs/1409.0473), <https://a.org>, [x](javascript:go())"
    )
    assert "a paper (https://arxiv.org/abs/1409.0473), https://a.org, x (javascript:go())" in page
    assert "href" not in page


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("figure.png", True),
        ("my%20plot-2.JPG", True),
        (f"data:image/png;base64,{PNG}", True),
        ("/formgrader/?path=x.png", False),
        ("?path=x.png", False),
        ("../../x.png", False),
        ("a/b.png", False),
        ("..%2Fx.png", False),
        ("http://a.org/x.png", False),
        ("//a.org/x.png", False),
        ("data:image/svg+xml;base64,AAAA", False),
        ("data:text/html;base64,AAAA", False),
        ("page.html", False),
    ],
)
def test_pictures_come_from_the_notebook_or_lie_beside_it(address, kept):
    assert ("src=" in markdown(f"![a]({address})")) is kept
    assert ("src=" in clean_html(f'<img src="{address}">')) is kept


def test_attachments_are_shown_if_they_are_pictures():
    page = markdown(
        "![a](attachment:a.png) ![b](attachment:b) ![c](attachment:c)",
        {"a.png": {"image/png": PNG}, "b": {"text/html": "x"}},
    )
    assert page.count("<img") == 1 and "b (missing: b) c (missing: c)" in page
    assert "missing" in markdown("![a](attachment:a)", ["no", "dict"])


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 50_000,
        '<div title="</div>">' * 2_900,
        "<table><td>" * 1_400,
        "> " * 3_000,
        "\\begin{a}" * 9_000,
        "*a " * 30_000,
        "[" * 50_000,
        "x" * (LONGEST + 1),
    ],
    ids=lambda text: text[:8],
)
def test_no_text_breaks_the_page(text):
    assert len(markdown(text)) < 20 * len(text) + 100
    cleaned = clean_html(text)
    depth = cleaned.count("<div") + cleaned.count("<td")
    assert depth <= DEEPEST


@given(st.text(alphabet=st.sampled_from("<>\"'=/! aonbimgscript&;()[]`-#*\n:\\$"), max_size=200))
def test_no_handler_nor_script_is_ever_left(text):
    class Strict(HTMLParser):
        def handle_starttag(self, tag, attrs):
            assert tag not in ("script", "iframe", "object", "style", "svg", "a", "form", "input")
            assert not [
                name for name, _ in attrs if name.startswith("on") or name in ("href", "id")
            ]

    Strict().feed(markdown(text))
    Strict().feed(clean_html(text))
