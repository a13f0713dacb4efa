"""What prose takes from header and page."""

from __future__ import annotations

import pandas as pd
import pytest

from classroom.check.kinds import LETTERS
from classroom.lessons.results import encode
from generator.errors import UserError
from staffroom.lessons.prose import filled, kinds_listed

HEADER = {
    "minutes": [65, 85],
    "plan": [105, 120.0, 75],
    "objectives": [
        {"id": "one", "text": "Count.", "key": "Counting is a start."},
        {"id": "two", "text": "Add up."},
    ],
}
TABLE = pd.DataFrame({"line": ["Brio", "Lumen"], "sales_eur": [1234.0, 12.0], "share": [2 / 3, -0.0]})
RIGHT = {
    "pnl": TABLE.set_index("line"),
    "door": pd.Series({"Brio": 14.0, "Lumen": 25.5}),
    "bridge": {"lines_eur": 120.0, "gap_eur": -19.0},
    "peak": (1.2, 2 / 3),
    "share": 0.125,
    "gap": pd.Series({"Brio": float("nan")}),
    "seen": pd.DataFrame({"q1": [0.5], "q2": [float("nan")]}, index=pd.Index([1], name="cohort")),
}
RESULTS = {name: {"right": encode(value)} for name, value in RIGHT.items()}


def fill(text: str) -> str:
    return filled(text, HEADER, RESULTS, "x.py:3")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("{{objectives}}", "1. (one) Count.\n2. (two) Add up."),
        ("A {{door.Lumen}} and {{bridge.gap_eur}}.", "A 25.5 and -19."),
        ("{{pnl.Brio.sales_eur}}, {{pnl.Lumen.share}}", "1,234, 0"),
        ("{{peak.1}} {{share}}", "0.667 0.125"),
        ("{{plan}}: {{plan.2}} for the second", "105 + 120 + 75 minutes: 120 minutes for the second"),
        ("$\\frac{{1}}{{2}}$ and {{ spaced }} and {x}", "$\\frac{{1}}{{2}}$ and {{ spaced }} and {x}"),
        ("{{seen}}", "| cohort | q1 | q2 |\n|---|---|---|\n| 1 | 0.5 | – |"),
        (
            "{{pnl}}",
            "| line | sales_eur | share |\n|---|---|---|\n| Brio | 1,234 | 0.667 |\n| Lumen | 12 | 0 |",
        ),
    ],
)
def test_it_is_filled_in(text, want):
    assert fill(text) == want


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "{{lamps}}",
            "`{{lamps}}` has no meaning; known are: objectives, key_points, audit_kinds, plan, pnl",
        ),
        ("{{door.Hearth}}", "`{{door.Hearth}}` is no number in the result of door"),
        ("{{pnl.Brio}}", "is no number in the result of pnl"),
        ("{{audit_kinds.az}}", "`{{audit_kinds.az}}` names 'z', which is no kind of flaw"),
        ("{{door}}", "is no number in the result of door"),
        ("{{gap.Brio}}", "is no number in the result of gap"),
        (
            "{{plan.4}}",
            "`{{plan.4}}` has no meaning; stretches that the header plans: 3, the first is `plan.1`",
        ),
        ("{{plan.0}}", "`{{plan.0}}` has no meaning"),
        ("{{plan.first}}", "`{{plan.first}}` has no meaning"),
        ("{{key_points}}", "the objective two has no `key`, its key point, in the header"),
    ],
)
def test_what_has_no_meaning_is_said_with_its_place(text, says):
    with pytest.raises(UserError) as told:
        fill(text)
    assert str(told.value).startswith("x.py:3: ")
    assert says in str(told.value)


def test_without_a_plan_the_sittings_that_are_reckoned_are_told():
    assert (
        filled("{{plan}}, {{plan.2}}", {"minutes": [65, 85]}, {}, "x.py:3") == "65 + 85 minutes, 85 minutes"
    )
    assert filled("{{plan}}", {"minutes": 70}, {}, "x.py:3") == "70 minutes"
    with pytest.raises(UserError, match="stretches that the header plans: 0"):
        filled("{{plan}}", {}, {}, "x.py:3")


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Kinds: {{audit_kinds.abl}}", "abl"),
        ("{{audit_kinds}}", LETTERS),
        ("{{audit_kinds.ab}} and {{audit_kinds.cd}}, {{pnl}}", "cd"),
        ("{{objectives}}", ""),
    ],
)
def test_the_letters_that_a_text_lists(text, want):
    assert kinds_listed(text) == want
