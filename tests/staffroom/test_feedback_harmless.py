"""nbgrader's own pages (formgrader, generate_feedback) of a student who wants to run something in them."""

from __future__ import annotations

import re

import nbgrader
import pytest
from feedback_parts import PNG
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode, v4
from small_course import make_course
from test_feedback_sanitise import TRICKS
from traitlets.config import Config

from staffroom.course import find_course
from staffroom.grading.feedback.harmless import as_text, is_homely

EVIL = "<img src=x onerror=hit()>"
LINKS = [
    "[x](javascript:hit())", "[x](JaVaScRiPt:hit())", "[x](java&#115;cript:hit())", "[x]: javascript:hit()",
    "[x](java\\script:hit())", "[x](&#106;avascript&colon;hit())", "[x](\x01javascript:hit())",
    "[x](vbscript:hit())", "![x](data:text/html;base64,PHN2Zz4=)", "[x](java&amp;#115;cript:hit())",
    "<javascript:hit()>", "[a]\n\n[a]: <javascript:hit()>",
]  # fmt: skip


def shown(**data) -> NotebookNode:
    """An output as a hostile program may make it, which nbformat's own makers would refuse."""
    return NotebookNode(
        output_type="display_data",
        data=NotebookNode({kind.replace("__", "/"): value for kind, value in data.items()}),
        metadata=NotebookNode({"image/png": {"alt": f'">{EVIL}', "width": f'"{EVIL}'}}),
    )


def evil_notebook() -> NotebookNode:
    outputs = [
        shown(text__html=EVIL),
        shown(text__latex=f"$x$ {EVIL}"),
        shown(text__markdown=EVIL),
        shown(**{"image__svg+xml": f"<svg onload=hit()>{EVIL}</svg>"}),
        shown(**{"application__javascript": "hit()"}),
        shown(image__png=f'iVBORw0KGgo">{EVIL}'),
        shown(image__png=PNG, text__plain="a figure"),
        shown(**{"application__vnd.jupyter.widget-view+json": {"model_id": f"</script>{EVIL}"}}),
        shown(text__plain=EVIL),
        NotebookNode(output_type="stream", name="stdout", text=EVIL),
        NotebookNode(output_type="error", ename=EVIL, evalue=EVIL, traceback=[EVIL]),
        *(shown(text__html=trick) for trick in TRICKS),
    ]
    code = v4.new_code_cell(EVIL, outputs=[])
    code.outputs = outputs
    code.metadata["tags"] = [f'">{EVIL}', "fine"]
    texts = [v4.new_markdown_cell(text) for text in [EVIL, f"```\n{EVIL}\n```", f"`{EVIL}`", *TRICKS, *LINKS]]
    raw = v4.new_raw_cell(EVIL, metadata={"raw_mimetype": "text/html"})
    attached = v4.new_markdown_cell("![x](attachment:a.png)")
    attached["attachments"] = {"a.png": {"image/png": f'x">{EVIL}'}, f'b">{EVIL}': {"image/png": PNG}}
    nb = v4.new_notebook(cells=[code, *texts, raw, attached])
    nb.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": f"</script>{EVIL}"}}
    return nb


def exported(config: Config, template: str | None) -> str:
    """A page as formgrader or the feedback step makes it, from the course's own settings."""
    config = Config(config)
    config.Exporter.default_preprocessors = []
    if template:
        from nbgrader.server_extensions.formgrader import handlers

        config.HTMLExporter.template_name = template
        config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    page, _ = HTMLExporter(config=config).from_notebook_node(evil_notebook())
    return page


def live(page: str) -> list[str]:
    """Whatever in a page would run `hit`: a tag with a handler, a script, a link that is code."""
    tags = re.findall(r"<[a-zA-Z][^>]*\bon\w+\s*=[^>]*hit\(\)[^>]*>", page)
    scripts = re.findall(r"<script[^>]*>[^<]*hit\(\)", page)
    links = re.findall(r"<[a-z][^<>]*\s(?:href|src)\s*=\s*[\"']?\s*(?:java|vb)script:", page, re.IGNORECASE)
    return tags + scripts + links


def test_pages_without_the_step_do_run_it(tmp_path):
    assert len(live(exported(Config(), None))) > 20, "else the tests below could not fail"


def test_pages_with_the_courses_settings_run_nothing(tmp_path):
    config = find_course(make_course(tmp_path / "course")).config
    assert any("Harmless" in step for step in config.HTMLExporter.preprocessors)
    page = exported(config, None)
    assert live(page) == []
    assert "a figure" not in page and PNG in page, "the figure itself is shown"
    assert "&lt;img src=x onerror=hit()&gt;" in page, "what was written can be read"


@pytest.mark.parametrize("text", [EVIL, *LINKS, "<!-- x -->", "<a href='x'>", "<div>", "a <b onclick=x>"])
def test_what_is_not_homely_is_shown_as_text(text):
    assert not is_homely(text)
    assert not set(as_text(text).partition(">")[2].removesuffix("</pre>")) & set("<>\"'\n[]()")


@pytest.mark.parametrize(
    "text",
    [
        "# Keep the line\n\n- it *pays*: 3 < 4 and 5 > 4\n- [a link](https://example.org/a?b=1)",
        "a<br>b and H<sub>2</sub>O, `lines[lines['paid'] < 3]`", "| a | b |\n|---|---|\n| 1 | $x < y$ |",
        "<https://example.org>", "Data: 12 euros (data: mine). What it is about: money. [x] data: y",
    ],
)  # fmt: skip
def test_what_people_write_stays(text):
    assert is_homely(text)


def test_nbgrader_is_there():
    assert nbgrader.__version__
