"""A student opens lesson 01 in JupyterLab, runs it, moves the explorer by keyboard, and presses Validate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab import LESSON, ROOT, Notebook, errors, said

from staffroom.lessons.source import read_lesson

pytestmark = pytest.mark.browser
NOT_ANSWERED = re.compile(r"not (yet )?answered|not answered yet", re.I)


@pytest.fixture(scope="module")
def notebook(browser: Any, lab: str, artifacts: Path) -> Iterator[Notebook]:
    """Lesson 01 as it is handed out, open in a window of a laptop's size."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    try:
        yield Notebook(page, lab, f"course/{LESSON}/{LESSON}.ipynb")
    except Exception:
        page.screenshot(path=artifacts / "could_not_open.png")
        raise
    finally:
        page.close()


@pytest.fixture(scope="module")
def ran(notebook: Notebook) -> list[dict[str, Any]]:
    """All cells after a run from top to bottom with nothing answered."""
    return notebook.run_all()


def test_each_test_says_that_nothing_is_answered_yet(course, ran):
    lesson = read_lesson(course / "solutions" / LESSON / f"{LESSON}.py")
    tests = [cell for cell in lesson.cells if cell.kind == "test"]
    by_id = {cell["id"]: cell for cell in ran}
    assert len(tests) >= 6
    for test in tests:
        cell = by_id[test.grade_id]
        assert errors(cell) == ["Mistake"], f"{test.name}: {said(cell)[:300]}"
        assert NOT_ANSWERED.search(said(cell)), f"{test.name}: {said(cell)[:300]}"


def test_no_other_cell_is_in_the_way(course, ran):
    """Only a cell that shows an answer may stop for want of it."""
    from staffroom.teaching.code import needed

    lesson = read_lesson(course / "solutions" / LESSON / f"{LESSON}.py")
    assert len(lesson.cells) == len(ran)
    for place, (cell, seen) in enumerate(zip(lesson.cells, ran, strict=True)):
        if cell.kind == "test" or not errors(seen):
            continue
        used = [lesson.cells[i].kind for i in needed(lesson, [place], lambda c: c.source) if i != place]
        assert {"answer", "puzzle", "predict"} & set(used), f"line {cell.line_no}: {said(seen)[:300]}"


def test_a_figure_comes_with_its_words(ran):
    pictures = [image for cell in ran for image in re.findall(r"<img\b[^>]*>", said(cell))]
    assert pictures
    assert all(re.search(r'\balt="[^"]{20,}"', image) for image in pictures)


def test_the_explorer_follows_the_keyboard(notebook, ran, artifacts):
    cell = notebook.show(notebook.place("explore.whale("))
    handle = cell.locator("[role=slider]").first
    handle.wait_for()
    picture = cell.locator("img:visible").first
    alternative, words = picture.get_attribute("alt"), cell.inner_text()
    notebook.page.screenshot(path=artifacts / "explorer_before.png")
    value = float(handle.get_attribute("aria-valuenow"))
    handle.focus()
    for _ in range(10):
        notebook.page.keyboard.press("ArrowRight")
    notebook.wait_until(lambda: picture.get_attribute("alt") != alternative)
    notebook.wait_until_still(cell)
    picture.evaluate("picture => picture.scrollIntoView({block: 'end'})")
    notebook.page.screenshot(path=artifacts / "explorer_after.png")
    assert float(handle.get_attribute("aria-valuenow")) > value
    assert cell.inner_text() != words


def test_each_slider_has_a_name_that_can_be_heard(notebook, ran):
    cell = notebook.show(notebook.place("explore.whale("))
    sliders = cell.get_by_role("slider")
    sliders.first.wait_for()
    tree = cell.aria_snapshot()
    heard = re.findall(r'- slider "([^"]+)"', tree)
    assert len(set(heard)) == sliders.count() >= 3, re.findall(r"- slider.*", tree)


def test_the_widgets_take_the_place_of_the_still_picture(notebook, ran):
    cell = notebook.show(notebook.place("explore.whale("))
    assert cell.locator("img:visible").count() == 1


def test_a_wrong_answer_is_told_its_mistake_and_a_right_one_is_welcome(course, notebook, ran):
    from staffroom.teaching import answers

    lesson = read_lesson(course / "solutions" / LESSON / f"{LESSON}.py")
    exercise = answers.code_exercises(lesson)[0]
    places = {cell["id"]: place for place, cell in enumerate(ran)}
    answer, test = places[exercise.answer.grade_id], places[exercise.tests[0].grade_id]
    mistake = answers.wrong(read_lesson(ROOT / "solutions" / LESSON / f"{LESSON}.py"), exercise.name)[0]
    notebook.write(answer, mistake.source)
    notebook.run(answer)
    outputs = notebook.run(test)["outputs"]
    # what Lab shows of an error is its traceback; its value, which the grader reads, bears the mistake's key
    shown = " ".join(" ".join(line for one in outputs for line in one.get("traceback", [])).split())
    assert mistake.says.split(".")[0] in shown and "mistake:" not in shown
    notebook.write(answer, exercise.answer.source)
    notebook.run(answer)
    told = notebook.run(test)
    assert not errors(told) and said(told).strip()
    notebook.write(answer, ran[answer]["source"])
    notebook.run(answer)


def test_validate_says_what_is_not_answered(notebook, ran, artifacts):
    notebook.page.screenshot(path=artifacts / "notebook.png")
    notebook.page.get_by_role("button", name="Validate").first.click()
    dialog = notebook.page.locator(
        ".jp-Dialog:visible, .nbgrader-ValidateDialog:visible, dialog:visible"
    ).first
    dialog.get_by_text(re.compile("fail|not answered|Mistake", re.I)).first.wait_for()
    notebook.page.screenshot(path=artifacts / "validate.png")
    words = dialog.inner_text()
    assert NOT_ANSWERED.search(words), words[:500]
    assert "Traceback" not in words
    notebook.page.keyboard.press("Escape")
