"""What a lesson says of any company, and what its cells hand over: each fault is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_lesson import says

from staffroom.lessons.source import Lesson, read_lesson
from staffroom.teaching import labels, stories
from staffroom.teaching.trials import Trials

FIRST = Path(__file__).parents[2] / "solutions" / "01_product_vs_customer" / "01_product_vs_customer.py"
TOLD = '''"""What the small lesson says of any company."""


def facts(company, truth):
    return {"orders": float(len(company["orders"])), "true": float(len(truth["truth_customers"]))}


SENTENCES = {"Which shop sells more?": lambda f: %s}
'''


@pytest.fixture
def telling(faulty, monkeypatch):
    """The small lesson with a sentence that is held by the given expression."""
    monkeypatch.setattr(stories, "CUSTOMERS", 60)

    def made(holds: str) -> Lesson:
        faulty("", '"""Nothing is reckoned here."""\n', "reference.py")
        return faulty("", TOLD % holds, "stories.py")

    return made


def test_a_lesson_that_tells_none_has_none_to_hold(shops):
    result = stories.measure(shops)
    assert result.passed and result.value == "none"


def test_a_sentence_that_holds_everywhere_passes(telling):
    result = stories.measure(telling('f["orders"] > 0 and f["true"] > 0'), [None, None])
    assert result.passed and result.value == "1 sentence on 2 companies"


def test_a_sentence_that_does_not_hold_is_found_with_its_company(telling):
    found = says(stories.measure(telling('f["orders"] < 0'), [None, None]))
    assert len(found) == 1 and "not true: 'Which shop sells more?' on 2 of 2 companies (5001" in found[0]


def test_facts_that_stop_are_found(telling):
    (found,) = says(stories.measure(telling('f["nothing"] > 0')))
    assert "stops with KeyError: 'nothing' on 1 of 1" in found


def test_a_sentence_that_is_gone_from_the_text_is_found(telling):
    lesson = telling("True")
    path = lesson.path.parent / "stories.py"
    path.write_text(path.read_text(encoding="utf-8").replace("Which shop", "What shop"), encoding="utf-8")
    assert any("not in the text: 'What shop sells more?'" in one for one in says(stories.measure(lesson)))


@pytest.mark.slow
def test_several_processes_find_the_same(telling):
    lesson = telling('f["orders"] < 0')
    alone = says(stories.measure(lesson, [None] * 3))
    assert says(stories.measure(lesson, [None] * 3, Trials(lesson, workers=2))) == alone


@pytest.mark.slow
def test_a_series_under_another_label_is_found():
    lesson = read_lesson(FIRST)
    old = 'one_year.rename_axis("customer_id")'
    cell = next(cell for cell in lesson.cells if old in cell.source)
    place = lesson.cells.index(cell)
    cells = [*lesson.cells]
    cells[place] = replace(cell, source=cell.source.replace(old, "one_year"))
    found = says(labels.measure(replace(lesson, cells=cells)))
    assert found and all("`likely_range`" in one and "'first_line'" in one for one in found)
    assert labels.measure(lesson).passed
