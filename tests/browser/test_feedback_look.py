"""What students and instructors get from grading, in a real browser: readable for all, and shut tight."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from lab import ROOT, RULES
from traitlets.config import Config

from staffroom.course import find_course
from staffroom.debrief.blocks import OTHER, TRUTH, YOURS, Bar, Figure, Text
from staffroom.debrief.draw import section
from staffroom.grading.analysis.alike import Pair
from staffroom.grading.feedback.gather import gather
from staffroom.grading.feedback.given import Given
from staffroom.grading.feedback.page import page_html, refusal_html
from staffroom.grading.feedback.sanitise import sanitise
from staffroom.grading.report import report_html
from staffroom.grading.results import CellResult, Results, StudentResult
from staffroom.grading.summary import summarise
from staffroom.grading.verdict import Note

sys.path.insert(0, str(ROOT / "tests" / "staffroom"))
from feedback_parts import GUIDE, PNG, error, notebook, shown, stream
from test_feedback_harmless import exported
from test_feedback_sanitise import TRICKS

pytestmark = pytest.mark.browser

WIDE = "<table><thead><tr>" + "<th></th>" * 2 + "<th>a long heading</th>" * 14 + "</tr></thead></table>"
NOTE = Note("encoding", "Your file was not saved as UTF-8; we read it all the same.", "latin-1")


def student_page() -> str:
    outputs = [
        stream("x " * 300 + "\n"), stream("careful\n", "stderr"), shown(image_png=PNG), shown(text_html=WIDE),
        error("KeyError", "'paid'", ["Cell 3, line 2", "    lines['paid']"]),
    ]  # fmt: skip
    failed = error("AssertionError", "Lines that came back are still in your sum.\nmistake: returns-left-in")
    code = 'def total(lines):\n    """What is left."""\n    return 1.5  # a guess' + " and a long remark" * 12
    given = Given({}, {"test_total": "Look at `back`."}, penalty=1, late=90_000)
    nb = notebook(
        answer=code, outputs=outputs, test=[failed], after=[("1 / 0", [error("ZeroDivisionError", "!")])]
    )
    return page_html(gather(GUIDE, "ada", nb, given, [NOTE]))


def class_page() -> str:
    points = tuple((f"test_exercise_{n}", 3.0) for n in range(8))
    students = [
        StudentResult(
            f"s{n}", "graded", 0, 24, (),
            tuple(
                CellResult(name, 3, (n + i) % 4, "A belief", f"mistake-{n % 5}")
                for i, (name, _) in enumerate(points)
            ),
            seconds=0.4, late_penalty=float(n == 2), phases={"cells": 0.3},
            notes=(NOTE,) * (n < 3), open=("test_exercise_1",) * (n < 2),
        )
        for n in range(30)
    ] + [StudentResult("zoe", "not gradable", None, 24, reason="The file is cut off.")]  # fmt: skip
    results = Results("00_small", "What does a basket cost?", 24, 24, tuple(students), points)
    pairs = [Pair("s1", "s2", 0.8, 30, ("exercise_1", "exercise_2"), ("exercise_1",))]
    return report_html(results, summarise(results), pairs)


def page_with_debrief() -> str:
    bars = (
        Bar("came because of lamps", 44.0, "44", TRUTH),
        Bar("break-even", 22.0, "22", OTHER, (16.0, 31.0), "16 to 31"),
        Bar("your break-even", -8.0, "−8", YOURS),
        Bar("your first guess", None, "none", YOURS),
    )
    figure = Figure("44 of 100 came because of lamps", "customers per 100", bars, "Three bars and a gap.")
    ending = section([Text("What really drove it. " * 4), figure, figure])
    return page_html(gather(GUIDE, "ada", notebook()), ending)


PAGES = {
    "student": student_page,
    "debrief": page_with_debrief,
    "refused": lambda: refusal_html(
        "00_small", "What does a basket cost?", "ada", "Save it as UTF-8.", [NOTE]
    ),
    "class": class_page,
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_everyone_can_read_it(
    browser: Any, axe: Path, artifacts: Path, tmp_path: Path, kind: str, scheme: str
):
    file = tmp_path / f"{kind}.html"
    file.write_text(PAGES[kind](), encoding="utf-8")
    # the page's own policy would keep the checker out
    context = browser.new_context(
        viewport={"width": 1000, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.screenshot(path=artifacts / f"grading_{kind}_{scheme}.png", full_page=True)
    page.add_script_tag(path=axe)
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", RULES)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    assert {"color-contrast", "heading-order", "document-title"} <= {rule["id"] for rule in found["passes"]}
    for width in (1000, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (
            f"{width} wide: no sideways scrolling"
        )
    context.close()


def test_it_prints_with_all_that_is_folded_away(browser: Any, tmp_path: Path):
    file = tmp_path / "page.html"
    file.write_text(page_html(gather(GUIDE, "ada", notebook())), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    seen = (
        "() => { const r = document.querySelector('details pre').getBoundingClientRect(); return r.height; }"
    )
    assert (
        page.evaluate("document.querySelector('details pre').checkVisibility({contentVisibilityAuto: true})")
        is False
    )
    page.emulate_media(media="print")
    assert page.evaluate(seen) > 10
    assert (
        page.evaluate("document.querySelector('details pre').checkVisibility({contentVisibilityAuto: true})")
        is True
    )
    page.close()


def test_tricks_run_nothing_fetch_nothing_and_stay_in_their_box(browser: Any):
    """All tricks at once, without the page's own policy: what is left must be harmless by itself."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if not r.url.startswith(("data:", "about:")) else None)
    boxes = "".join(f'<div class="box" data-n="{n}">{sanitise(t) or ""}</div>' for n, t in enumerate(TRICKS))
    page.set_content(
        f"<!DOCTYPE html><script>window.hits = 0; function hit() {{ hits++ }}</script><main>{boxes}</main>"
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.hits") == 0 and asked == []
    children = page.evaluate("[...document.querySelector('main').children].map(c => c.dataset.n)")
    assert children == [str(n) for n in range(len(TRICKS))], "nothing broke out of its box"
    odd = "main :is(script, style, iframe, object, embed, form, input, a, svg, math, link, meta, base)"
    assert page.evaluate(f"document.querySelectorAll('{odd}').length") == 0
    context.close()


def test_the_tricks_are_real(browser: Any):
    """Put into a page as they are, several of them do run: the test above is no empty one."""
    page = browser.new_page()
    boxes = "".join(f"<div>{t}</div>" for t in ("<img src=x onerror=hit()>", "<svg onload=hit()></svg>"))
    page.set_content(f"<!DOCTYPE html><script>window.hits = 0; function hit() {{ hits++ }}</script>{boxes}")
    page.wait_for_function("window.hits >= 2", timeout=180_000)
    page.close()


def test_nbgraders_own_pages_run_nothing_with_the_courses_settings(browser: Any, tmp_path: Path):
    """What formgrader shows of a student who wants the instructor's browser to run something."""
    hits = {}
    for name, settings in (("plain", Config()), ("ours", find_course(ROOT).config)):
        page = browser.new_page()
        page.route("**/*", lambda r: r.abort() if "http" in r.request.url else r.continue_())
        page.add_init_script("window.hits = 0; window.hit = () => { window.hits++ }")
        file = tmp_path / f"{name}.html"
        # where nothing holds it back, one trick leads away from the page before the others are counted
        file.write_text(exported(settings, None).replace("http-equiv", "x"), encoding="utf-8")
        page.goto(file.as_uri(), wait_until="domcontentloaded")
        page.wait_for_timeout(300)
        page.evaluate("document.querySelectorAll('a[href^=java i]').forEach(a => a.click())")
        page.wait_for_timeout(300)
        hits[name] = page.evaluate("window.hits")
        page.close()
    assert hits["plain"] > 10 and hits["ours"] == 0


def test_the_pages_own_policy_stops_what_slips_through(browser: Any, tmp_path: Path):
    file = tmp_path / "page.html"
    evil = "<script>document.title = 'hit'</script><img src=x onerror=\"document.title = 'hit'\">"
    file.write_text(student_page().replace("</main>", f"{evil}</main>"), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_timeout(200)
    assert page.title().startswith("Feedback:")
    page.close()
