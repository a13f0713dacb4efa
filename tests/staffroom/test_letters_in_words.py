"""What one sentence says of the verdicts on a report: no more than its signs tell."""

from __future__ import annotations

import pytest

from staffroom.grading.letters import in_words, letters_of

LINE = {"fits": "✓", "unfit": "✗", "open": "–"}


def cell(*signs: str) -> dict:
    text = "".join(f'{LINE[sign]} sentence_{n} "wrong a": Told.\n' for n, sign in enumerate(signs, 1))
    return {"outputs": [{"output_type": "stream", "name": "stdout", "text": text}]}


@pytest.mark.parametrize(
    ("signs", "says", "key"),
    [
        # points are lost all the same: a kind, a severity or a figure is wrong or missing
        (
            ("fits", "fits"),
            "2 of 2 verdicts count. What is lost is a kind, a severity or a figure.",
            "wrong-value",
        ),
        (("fits", "unfit"), "1 of 2 verdicts count, 1 does not.", "wrong-value"),
        (("unfit", "unfit", "fits"), "1 of 3 verdicts count, 2 do not.", "wrong-value"),
        (("fits", "open"), "1 of 2 verdicts count, 1 is open.", "unanswered"),
    ],
)
def test_verdicts_of_an_audit(signs: tuple[str, ...], says: str, key: str) -> None:
    assert in_words(letters_of(cell(*signs))) == (says, key)
