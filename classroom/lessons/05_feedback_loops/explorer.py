"""The explorer of lesson 05: how many are asked, how many answer, and how far a score is off.

The base's promoters and detractors are those of the last e-mail wave. More answers make the error smaller.
They do nothing about who answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from classroom.explore.curve_picture import Line, Mark, svg
from classroom.explore.in_words import side_by_side
from classroom.explore.spec import Control, Explorer, Picture, Tables

FEWEST, MOST = 200, 20_000
SURE = 1.96


@dataclass(frozen=True)
class Numbers:
    """What one setting gives: answers, the score to be expected (points), its error, the base's own score."""

    asked: int
    response: float
    eager: float
    answers: float
    score: float
    error: float
    base: float

    @property
    def bias(self) -> float:
        """By how many points the score lies beside the base's own, both in whole points as shown."""
        return float(round(self.score) - round(self.base))

    @property
    def move(self) -> float:
        """The smallest move between two such waves that chance alone would hardly make (points)."""
        return SURE * 2**0.5 * self.error


def prepare(tables: Tables) -> Any:
    """Shares of promoters and detractors in the last wave by e-mail."""
    surveys = tables["surveys"]
    mails = surveys[(surveys["mode"] == "email") & surveys["score"].notna()]
    last = mails[mails["sent_at"] == mails["sent_at"].max()]
    return float((last["score"] >= 9).mean()), float((last["score"] <= 6).mean())


def compute(parts: Any, asked: int, response: float, eager: float) -> Numbers:
    """The score if promoters answer `eager` times as readily as all others."""
    up, down = parts
    among = up * eager / (up * eager + 1 - up)
    low = down / (up * eager + 1 - up)
    answers = asked * response / 100
    error = 100 * np.sqrt((among + low - (among - low) ** 2) / answers)
    return Numbers(asked, response, eager, answers, 100 * (among - low), float(error), 100 * (up - down))


def picture(now: Numbers, start: Numbers) -> Picture:
    """The range of the score against the number of customers asked, and the base's own score."""
    asked = np.linspace(FEWEST, MOST, 120)
    half = SURE * now.error * np.sqrt(now.asked / asked)
    drawing = svg(
        [
            Line(asked, now.score + half),
            Line(asked, now.score - half),
            Line(asked, np.full(len(asked), now.base), dashed=True),
        ],
        title=f"The score is {now.bias:+.0f} points off the base, give or take {SURE * now.error:.0f}",
        xlabel="customers asked",
        ylabel="NPS (points)",
        marks=[Mark(float(now.asked), now.score, f"{now.score:.0f}")],
        legend="if all answered",
    )
    return Picture(
        drawing, "Upper and lower end of the range of the score; dashed: the score if all answered."
    )


def sentence(now: Numbers, start: Numbers | None) -> str:
    """The setting in words."""
    words = (
        f"With {now.asked:,} asked and {now.response:.0f} of 100 answering "
        f"there are {now.answers:,.0f} answers. "
        f"With promoters {now.eager:.1f} times as ready to answer, NPS comes to {now.score:.0f}, "
        f"give or take {SURE * now.error:.1f} points. If everybody answered, it would be {now.base:.0f}."
    )
    return words if start is None else f"{words} At the start NPS came to {start.score:.0f}."


def table(now: Numbers, start: Numbers) -> Any:
    """The numbers of this setting beside those at the start."""
    rows = {
        "answers": lambda n: f"{n.answers:,.0f}",
        "NPS, points": lambda n: f"{n.score:.0f}",
        "give or take, points": lambda n: f"{SURE * n.error:.1f}",
        "off the base, points": lambda n: f"{n.bias:+.0f}",
        "smallest move beyond noise": lambda n: f"{n.move:.1f}",
    }
    return side_by_side(rows, "measure", ("this setting", now), ("at the start", start))


EXPLORER = Explorer(
    name="nps_error",
    heading="Explorer: more answers, or other answers?",
    about="The score of a wave, its range, and what all customers together would give.",
    questions=[
        "How many must be asked for a move of 5 points between two waves to be more than noise? Guess first.",
        "Make promoters twice as ready to answer. Does asking ten times as many repair it?",
        "Leave them so, and raise the response from 30 to 60 of 100. What changes, and what does not?",
    ],
    controls=[
        Control("asked", "Customers asked", "How many customers a wave goes to", "customers",
                start=3_000, low=FEWEST, high=MOST, whole=True),
        Control("response", "Answer, of 100", "How many of 100 who are asked answer", "of 100",
                start=30, low=5, high=60, whole=True),
        Control("eager", "Eagerness of promoters", "How many times as readily promoters answer as others do",
                "times", start=1.0, low=0.5, high=3.0),
    ],
    needs=("surveys",),
    prepare=prepare,
    compute=compute,
    picture=picture,
    sentence=sentence,
    table=table,
    caption="The score in numbers",
    setting="{asked} asked, {response} of 100 answer, promoters {eager} times as readily.",
    back="Back to the start",
)  # fmt: skip
