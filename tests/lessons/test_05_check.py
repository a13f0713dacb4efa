"""What the open test says of a student's check of the weighted table."""

from __future__ import annotations

import numpy as np
import pytest

from classroom.check import on_shown, student

BODY = """def check_weighted(result, data):
    share = data["base"] / data["base"].sum()
    if result["answers"].sum() != data["answers"]:
        return "answers"
    PLAIN
    WEIGHT
    return ""
"""
PLAIN = """if abs((result["nps"] * result["answers"]).sum() / data["answers"] - data["plain"]) > 0.01:
        return "plain"
"""
BY_WEIGHT = """if not np.isclose((result["nps"] * result["weight"]).sum(), data["plain"], atol=0.01):
        return "plain"
"""
EXACT = """if (result["nps"] * result["answers"]).sum() / data["answers"] != data["plain"] + 1e-13:
        return "plain"
"""
BY_LABEL = """if (result["weight"] - share).abs().max() > 1e-4:
        return "weight"
"""
BY_PLACE = """if not np.allclose(result["weight"].values, share.values, atol=1e-4):
        return "weight"
"""
FLOATS, ORDER = "equal to the last digit", "Rows may come in any order."


@pytest.mark.parametrize(
    ("plain", "weight", "told", "untold"),
    [
        (PLAIN, BY_LABEL, "looks right so far", "Rows may"),
        (PLAIN, BY_PLACE, ORDER, FLOATS),
        (BY_WEIGHT, BY_LABEL, "turns it away: “plain”", FLOATS),
        (BY_WEIGHT, BY_PLACE, "turns it away: “plain”", FLOATS),
        (EXACT, BY_LABEL, FLOATS, ORDER),
    ],
)
def test_what_is_told_is_what_turns_right_tables_away(plain, weight, told, untold, monkeypatch, capsys):
    text = BODY.replace("PLAIN", plain).replace("WEIGHT", weight)
    names: dict = {"np": np}
    exec(text, names)
    monkeypatch.setattr(student, "_cells_so_far", lambda: [text])
    on_shown(names["check_weighted"], "05/weighted")
    out = capsys.readouterr().out
    assert told in out
    assert untold not in out
