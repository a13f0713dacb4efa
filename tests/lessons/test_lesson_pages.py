"""Each lesson's page: what its answers give there, and what their students are told."""

from __future__ import annotations

import re

import pytest

from classroom import check
from classroom.errors import WIDTH
from classroom.lessons import bank
from classroom.lessons import page as pages
from staffroom.lessons import exercises, prose, worked
from staffroom.lessons.source import Lesson, released
from staffroom.teaching.play import fresh


@pytest.fixture(scope="session")
def page(lesson: Lesson) -> pages.Page:
    if lesson.name not in pages.pages():
        pytest.skip("it has no page")
    return pages.page(lesson.name)


@pytest.fixture(scope="session")
def answers(lesson: Lesson, page: pages.Page) -> list[exercises.Answer]:
    return [answer for answer in exercises.every(lesson.path.parent) if answer.exercise in page.exercises()]


def look(page: pages.Page, lesson: Lesson, answer: exercises.Answer) -> str:
    """The key of the mistake that an answer is told on the page; empty if it passes.

    Of two that give the same there, both are told: then it is the answer's own if its sentence is said.
    """
    names = {**fresh(), **worked.imports(lesson)}
    exec(compile(answer.source, str(answer.path), "exec"), names)
    try:
        check.on_page(names[answer.exercise], f"{lesson.name}/{answer.exercise}")
    except check.Mistake as mistake:
        shown = mistake._render_traceback_()
        assert all(len(line) <= WIDTH for line in shown) and "mistake:" not in "\n".join(shown), shown
        assert any(call in "\n".join(shown) for call in held_calls(page, answer.exercise))
        return answer.key if answer.says and answer.says in mistake.sentence else mistake.key
    return ""


def held_calls(page: pages.Page, exercise: str) -> list[str]:
    """What may be pasted, for the first call on the page and each further one."""
    return [page.written_call(exercise, turn) for turn in range(len(page.call(exercise).calls))]


def test_right_answers_pass_and_wrong_ones_are_told_what_they_are(page, lesson, answers):
    assert answers
    told = {(answer.exercise, answer.path.stem): look(page, lesson, answer) for answer in answers}
    assert told == {(answer.exercise, answer.path.stem): answer.key for answer in answers}


def test_the_page_was_built_from_these_answers(page, lesson):
    assert worked.worked_out(lesson) == bank.built(lesson.name)["results"]


def test_every_exercise_on_the_page_is_one_of_the_lesson(page, lesson):
    """Or one whose results a student's check judges, though the lesson asks for it nowhere."""
    judged = {cell.checks for cell in lesson.cells}
    assert set(page.exercises()) <= {exercise.name for exercise in lesson.exercises()} | judged


def test_no_sentence_gives_a_right_number_away(page, lesson):
    """A number that is right, and that the text above the exercise does not show, is in no sentence."""
    shown = ""
    for cell in lesson.cells:
        if cell.kind == "answer" and cell.name in page.exercises():
            results = bank.built(lesson.name)["results"][cell.name]
            for turn, result in enumerate([results, *results.get("again", [])]):
                right = numbers_of(result["right"]) - set(_numbers(shown))
                for key, (_, sentence) in page.mistakes(cell.name, turn).items():
                    assert right.isdisjoint(_numbers(sentence)), f"{cell.name}, {key}: {sentence}"
        shown += released(cell)


def _numbers(text: str) -> list[str]:
    return re.findall(r"-?\d+(?:\.\d+)?", text)


def numbers_of(data: object) -> set[str]:
    """All numbers of an encoded result, as they would be written."""
    if isinstance(data, dict):
        return set().union(*(numbers_of(value) for value in data.values()))
    if isinstance(data, list):
        return set().union(*map(numbers_of, data)) if data else set()
    return {prose.in_figures(data)} if isinstance(data, (int, float)) else set()
