"""Guessing, personas and the blank release: what earns nothing, or the measure says so."""

from __future__ import annotations

import pytest
from small_lesson import says

from staffroom.teaching import guessing, personas, report


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("of guesses pass", 'right_number = ["a", "b", "d"]', 'right_number = ["a"]'),
        ("its options are not known", ', options="abcd"', ""),
        (
            "orders pass",
            '    "C": \'mean = till["paid_eur"].mean()\',\n    "D": "sums = sums.cumsum()",\n',
            "",
        ),
        ("0 of 24 orders pass", '"mean = sums.mean()"', '"mean = sums.min()"'),
        ("lines or cases are not known", "[puzzle] baskets", "[puzzle] others"),
    ],
)
def test_what_can_be_guessed_is_found(faulty, said, old, new):
    lesson = faulty(old, new)
    if "[puzzle]" not in new and new == 'right_number = ["a"]':
        lesson = faulty('zip(right_number, ["a", "b", "d"]', 'zip(right_number, ["a"]')
    found = says(guessing.measure(lesson))
    assert any(said in what for what in found), found


def test_many_choices_are_sampled_and_options_may_stand_at_the_marker(faulty):
    lesson = faulty("[answer] right_number", "[answer] right_number options=a,b,c,d,e,f,g,h,i,j,k,l,m")
    exercise = next(e for e in lesson.exercises() if e.name == "right_number")
    sources = list(guessing.guesses(exercise.answer, guessing.options(exercise)))
    assert len(sources) == guessing.MOST < 13**3
    assert len(set(sources)) > 0.6 * len(sources)


def test_a_persona_that_does_nearly_as_well_is_found(faulty):
    lesson = faulty("", "plays product: {answers: {shop_share: not-divided}}\n", "personas.yaml")
    assert says(personas.measure(lesson)) == []
    lesson = faulty("[test] shop_share 4", "[test] shop_share 1")
    found = says(personas.measure(lesson))
    assert ["'plays product' gets 86 of 100" in what for what in found] == [True]


def test_a_persona_with_an_unknown_habit_is_found(faulty):
    lesson = faulty("", "x: {answers: {shop_share: none-such, nowhere: a}}\n", "personas.yaml")
    found = says(personas.measure(lesson))
    assert any("no misconception none-such" in what for what in found)
    assert any("there is no exercise nowhere" in what for what in found)


def test_a_test_that_needs_another_answer_is_found(faulty):
    lesson = faulty(
        'check.same(check.call(shop_share, "shop_share", three)',
        'mean_basket(three)\ncheck.same(check.call(shop_share, "shop_share", three)',
    )
    assert any("need the answer to mean_basket" in what for what in says(personas.measure(lesson)))


CLAIM = "\n# %% [markdown]\n# ## A claim"


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("[test] shop_share_empty passes", CLAIM, f"\n# %% [test] shop_share_empty 1\n1\n{CLAIM}"),
        ("right_number says !TypeError of", 'check.answered(right_number, "right_number")\n', ""),
        ("does not run: TypeError", "by_shop\n\n", "by_shop + {}\n\n"),
        ("warns", "by_shop\n\n", "by_shop\nimport warnings\nwarnings.warn('old')\n\n"),
    ],
)  # fmt: skip
def test_a_release_that_stumbles_is_found(faulty, said, old, new):
    found = says(report.RUNNING["blank"](faulty(old, new), [None]))
    assert any(said in what for what in found), found


def test_a_cell_that_shows_an_answer_may_wait_for_it(faulty):
    lesson = faulty(
        "mean_basket(till)  # the result should be North 6 and South 9", "mean_basket(till).round()"
    )
    result = report.RUNNING["blank"](lesson, [None])
    assert result.passed and "1 cells wait" in result.value
