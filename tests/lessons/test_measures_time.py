"""What counts as a student's time: each kind of cell, and the header's number for each sitting."""

from __future__ import annotations

import pytest
from small_lesson import says

from staffroom.lessons.source import Cell, read_lesson
from staffroom.teaching import minutes

SOLVED = """def f(x):
    # 1 look
    x = x + 1
    ### BEGIN SOLUTION
    y = x
    return y
    ### END SOLUTION"""
CHOSEN = 'a = ...\n### BEGIN SOLUTION\na = "b"\n### END SOLUTION'
MEMO = "Write.\n\n### BEGIN SOLUTION\nLong words.\n### END SOLUTION"
SAID = "Ten words stand here to be read by a student."
TABLE = f"{SAID}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```text\none\ntwo\n```"


def cell(kind: str, source: str, **options: str) -> Cell:
    return Cell(kind, "f", 0, "core", source, 1, options)


@pytest.mark.parametrize(
    ("one", "seconds"),
    [
        (cell("markdown", SAID), 10 / 150 * 60),
        (cell("markdown", TABLE), 10 / 150 * 60 + 4 * 5),
        (cell("markdown", "Talk.", minutes="3"), 1 / 150 * 60 + 180),
        (cell("code", "# 1 join\na = 1\n\nb = 2"), 3 * 5),
        (cell("code", "a"), (1 + 6) * 5),
        (cell("code", 'a = 1\nprint("Read aloud:", a)\nprint(a)'), (3 + 2) * 5),
        (cell("code", 'study.compare("x", 1)\nfigures.table_beside(t)\nfigures.show(ax)'), (3 + 1 + 12) * 5),
        (cell("code", "explore.whale()", minutes="3"), 180),
        (cell("try", "f(1)"), (1 + 6) * 5),
        (cell("answer", SOLVED), 3 * 5 + 2 * 90),
        (cell("answer", CHOSEN), 5),
        (cell("puzzle", "lines = {}\norder = ...", minutes="2"), 120),
        (cell("predict", "study.predict('x', ...)", minutes="0.5"), 30),
        (cell("test", "assert f(1) == 1\nassert f(2) == 2"), 0),
        (cell("written", MEMO, minutes="9"), 540 + 5 * 0.4),
    ],
)  # fmt: skip
def test_each_kind_of_cell_takes_its_time(one, seconds):
    assert sum(minutes.parts_of(one).values()) * 60 == pytest.approx(seconds)


def stopping(faulty, header: str):
    faulty("# %% [markdown]\n# ## A claim on trial", "# %% [markdown] sitting\n# ## A claim on trial")
    return faulty("# minutes: 62", f"# minutes: {header}")


def test_each_sitting_is_held_against_its_own_number(faulty):
    lesson = stopping(faulty, "[22, 46]")
    found = minutes.measure(lesson)
    assert says(found) == [] and found.value == "22 + 46 min"
    assert [note.split(":")[0] for note in found.notes] == ["sitting 1", "sitting 2"]
    faulty("[22, 46]", "[46, 22]")
    told = says(minutes.measure(read_lesson(lesson.path)))
    assert told == [
        "the header says 46 minutes for sitting 1, it takes about 22",
        "the header says 22 minutes for sitting 2, it takes about 46",
    ]


def test_one_number_for_two_sittings_is_that_of_both(faulty):
    assert says(minutes.measure(stopping(faulty, "68"))) == []


def test_what_is_not_core_fills_no_sitting(faulty):
    rest = "# %% [markdown]\n# ## A claim on trial"
    lesson = faulty(rest, "# %% more\n" + "a = 1\n" * 600 + rest)
    found = minutes.measure(lesson)
    assert found.passed and found.value.endswith("more 50")


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ("[40, 60]", []),
        ("[40, 30, 30]", []),
        ("[20, 20]", ["the header plans 40 minutes, the core takes about 68"]),
        ("[100]", ["the header says plan: [100]; one number for each of 2 sittings is wanted, or more"]),
        (
            "[long, 60]",
            ["the header says plan: ['long', 60]; one number for each of 2 sittings is wanted, or more"],
        ),
    ],
)
def test_a_plan_is_no_shorter_than_what_is_reckoned(faulty, plan, told):
    assert says(minutes.measure(stopping(faulty, f"[22, 46]\n# plan: {plan}"))) == told


@pytest.mark.parametrize(
    ("sentence", "typed"),
    [
        ("There are two sittings, of 40 minutes each.", "40 minutes"),
        ("There are two sittings. Plan an hour and a half for the first.", "hour"),
        ("There are two sittings. The second has a place to stop: plan two hours for each half.", "hours"),
        ("There are two sittings, of {{plan.1}} and {{plan.2}}.", ""),
        ("A parcel takes two hours. Lamps burn for 40 minutes.", ""),
    ],
)
def test_a_time_for_a_sitting_comes_from_the_header(faulty, sentence, typed):
    stopping(faulty, "[22, 46]\n# plan: [30, 50]")
    begins = "# %% [markdown] sitting\n"
    told = says(minutes.measure(faulty(begins, f"# %% [markdown]\n# {sentence}\n\n{begins}")))
    want = f'"{typed}" is typed; `{{{{plan.1}}}}` takes it from the header, as the syllabus does'
    assert told == ([want] if typed else [])
