"""The explorer of lesson 07: what each state of the road is worth, by breadth, fit and the order of moves.

The numbers behind it are runs of `classroom.prototype` (four twins of 1,500 customers, seeds 101 to 104, at
each place of a grid); between places they are interpolated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from classroom.explore.curve_picture import Line, Mark, svg
from classroom.explore.in_words import side_by_side
from classroom.explore.spec import Control, Explorer, Picture, Tables

BREADTHS, FITS = [0.0, 0.3, 0.6, 1.0, 1.4, 1.8, 2.2], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
STATES = np.arange(6)
#: Pay later, pay first; fit; breadth: gain of each state over staying at 1 with pay as it is (%).
GAINS = [
    [
        [
            [5.1, 0.0, -11.5, -29.3, -47.4, -67.0],
            [3.0, 0.0, -8.7, -24.5, -41.6, -61.4],
            [0.7, 0.0, -5.7, -19.4, -35.2, -55.4],
            [-2.1, 0.0, -1.9, -12.9, -27.3, -47.8],
            [-5.1, 0.0, 2.1, -6.0, -18.8, -39.6],
            [-7.8, 0.0, 5.6, 0.2, -11.1, -32.3],
            [-10.6, 0.0, 9.5, 6.8, -2.9, -24.4],
        ],
        [
            [4.6, 0.0, -9.9, -25.9, -43.2, -63.0],
            [2.4, 0.0, -7.1, -21.0, -37.1, -57.1],
            [0.2, 0.0, -4.0, -15.7, -30.6, -50.8],
            [-2.7, 0.0, -0.3, -9.1, -22.3, -42.9],
            [-5.6, 0.0, 3.8, -2.1, -13.5, -34.4],
            [-8.3, 0.0, 7.4, 4.3, -5.6, -26.8],
            [-11.1, 0.0, 11.2, 11.1, 2.9, -18.5],
        ],
        [
            [4.0, 0.0, -8.4, -22.5, -38.9, -58.8],
            [1.9, 0.0, -5.5, -17.4, -32.5, -52.6],
            [-0.4, 0.0, -2.4, -12.0, -25.8, -46.1],
            [-3.2, 0.0, 1.4, -5.2, -17.2, -37.8],
            [-6.2, 0.0, 5.5, 2.0, -8.2, -29.1],
            [-8.8, 0.0, 9.1, 8.5, 0.1, -21.1],
            [-11.6, 0.0, 13.0, 15.4, 8.9, -12.6],
        ],
        [
            [3.5, 0.0, -6.8, -19.0, -34.4, -54.4],
            [1.3, 0.0, -3.9, -13.8, -27.9, -48.0],
            [-0.9, 0.0, -0.8, -8.3, -20.8, -41.2],
            [-3.7, 0.0, 3.1, -1.3, -12.0, -32.6],
            [-6.7, 0.0, 7.2, 6.1, -2.6, -23.5],
            [-9.3, 0.0, 10.9, 12.8, 5.9, -15.2],
            [-12.1, 0.0, 14.8, 19.9, 14.9, -6.4],
        ],
        [
            [2.9, 0.0, -5.2, -15.4, -29.9, -49.9],
            [0.8, 0.0, -2.2, -10.1, -23.1, -43.3],
            [-1.5, 0.0, 0.9, -4.4, -15.8, -36.2],
            [-4.3, 0.0, 4.8, 2.7, -6.6, -27.3],
            [-7.2, 0.0, 8.9, 10.2, 3.0, -17.9],
            [-9.8, 0.0, 12.7, 17.1, 11.8, -9.2],
            [-12.6, 0.0, 16.6, 24.3, 21.1, -0.1],
        ],
        [
            [2.4, 0.0, -3.6, -11.8, -25.3, -45.4],
            [0.2, 0.0, -0.6, -6.3, -18.2, -38.4],
            [-2.0, 0.0, 2.6, -0.5, -10.7, -31.1],
            [-4.8, 0.0, 6.5, 6.8, -1.2, -21.8],
            [-7.7, 0.0, 10.7, 14.4, 8.7, -12.1],
            [-10.3, 0.0, 14.4, 21.5, 17.9, -3.1],
            [-13.1, 0.0, 18.4, 28.9, 27.4, 6.3],
        ],
    ],
    [
        [
            [9.0, 4.1, -7.1, -24.2, -41.7, -59.8],
            [6.9, 4.1, -4.4, -19.3, -34.4, -52.1],
            [4.7, 4.1, -1.5, -14.0, -26.6, -43.7],
            [2.0, 4.1, 2.1, -7.3, -16.7, -33.2],
            [-0.9, 4.1, 6.0, -0.2, -6.1, -21.9],
            [-3.4, 4.1, 9.4, 6.2, 3.4, -11.7],
            [-6.2, 4.1, 13.1, 13.0, 13.8, -0.7],
        ],
        [
            [8.5, 4.1, -5.6, -20.9, -36.7, -54.4],
            [6.4, 4.1, -2.9, -15.8, -29.1, -46.3],
            [4.2, 4.1, 0.0, -10.3, -20.9, -37.5],
            [1.5, 4.1, 3.7, -3.5, -10.6, -26.4],
            [-1.4, 4.1, 7.5, 3.7, 0.5, -14.4],
            [-3.9, 4.1, 11.0, 10.3, 10.4, -3.7],
            [-6.7, 4.1, 14.7, 17.3, 21.2, 7.9],
        ],
        [
            [8.0, 4.1, -4.2, -17.5, -31.6, -48.9],
            [5.9, 4.1, -1.4, -12.2, -23.6, -40.2],
            [3.7, 4.1, 1.6, -6.7, -15.0, -30.9],
            [1.0, 4.1, 5.2, 0.3, -4.2, -19.2],
            [-1.8, 4.1, 9.1, 7.8, 7.2, -6.7],
            [-4.4, 4.1, 12.7, 14.5, 17.7, 4.7],
            [-7.1, 4.1, 16.4, 21.7, 28.8, 16.8],
        ],
        [
            [7.5, 4.1, -2.7, -14.0, -26.3, -43.1],
            [5.4, 4.1, 0.1, -8.6, -17.9, -33.9],
            [3.2, 4.1, 3.1, -2.9, -9.0, -24.2],
            [0.5, 4.1, 6.8, 4.3, 2.3, -11.8],
            [-2.3, 4.1, 10.7, 11.9, 14.2, 1.2],
            [-4.9, 4.1, 14.3, 18.8, 25.0, 13.2],
            [-7.6, 4.1, 18.1, 26.1, 36.6, 25.9],
        ],
        [
            [6.9, 4.1, -1.2, -10.5, -20.9, -37.2],
            [4.9, 4.1, 1.6, -5.0, -12.1, -27.5],
            [2.7, 4.1, 4.6, 0.9, -2.9, -17.3],
            [0.0, 4.1, 8.4, 8.3, 8.9, -4.3],
            [-2.8, 4.1, 12.4, 16.0, 21.2, 9.3],
            [-5.4, 4.1, 15.9, 23.1, 32.5, 21.8],
            [-8.1, 4.1, 19.8, 30.6, 44.5, 35.0],
        ],
        [
            [6.4, 4.1, 0.3, -6.9, -15.4, -31.3],
            [4.4, 4.1, 3.1, -1.2, -6.2, -21.1],
            [2.2, 4.1, 6.2, 4.7, 3.3, -10.5],
            [-0.5, 4.1, 10.0, 12.3, 15.5, 3.1],
            [-3.3, 4.1, 14.0, 20.2, 28.2, 17.2],
            [-5.8, 4.1, 17.6, 27.5, 40.0, 30.3],
            [-8.6, 4.1, 21.4, 35.2, 52.3, 44.0],
        ],
    ],
]


@dataclass(frozen=True)
class Numbers:
    """What one setting gives: the gain of each state (% of staying at 1), and the best one."""

    breadth: float
    fit: float
    pay_first: int
    gains: tuple[float, ...]

    @property
    def best(self) -> int:
        """The state that is worth most."""
        return int(np.argmax(self.gains))

    @property
    def gain(self) -> float:
        """Its gain (%)."""
        return self.gains[self.best]


def prepare(tables: Tables) -> Any:
    """The grid as an array."""
    return np.array(GAINS)


def compute(parts: Any, breadth: float, fit: float, pay_first: int) -> Numbers:
    """Gains at a place, between those of the grid."""
    by_fit = parts[int(pay_first)]
    found = []
    for state in STATES:
        at_breadth = [np.interp(breadth, BREADTHS, row) for row in by_fit[:, :, state]]
        found.append(float(np.interp(fit, FITS, at_breadth)))
    return Numbers(breadth, fit, int(pay_first), tuple(found))


def picture(now: Numbers, start: Numbers) -> Picture:
    """The gain by state, and that of the start."""
    drawing = svg(
        [Line(STATES, np.array(now.gains)), Line(STATES, np.array(start.gains), dashed=True)],
        title=f"State {now.best} is best: {now.gain:+.0f} % against staying at 1",
        xlabel="state of the road",
        ylabel="worth against staying at 1 (%)",
        marks=[Mark(float(now.best), now.gain, f"state {now.best}")],
        legend="at the start",
    )
    return Picture(drawing, "A curve of the gain by state, from 0 to 5; dashed: at the start.")


def sentence(now: Numbers, start: Numbers | None) -> str:
    """The setting in words."""
    words = (
        f"With {now.breadth:.1f} further needs, a fit of {now.fit:.1f} and pay changed "
        f"{'first' if now.pay_first else 'later'}, state {now.best} is worth most: {now.gain:+.0f} % against "
        f"staying at 1. State 5 comes to {now.gains[5]:+.0f} %."
    )
    return words if start is None else f"{words} At the start state {start.best} was best."


def table(now: Numbers, start: Numbers) -> Any:
    """The numbers of this setting beside those at the start."""
    rows = {f"state {k}, %": (lambda n, k=k: f"{n.gains[k]:+.1f}") for k in range(6)}
    return side_by_side(rows, "gain", ("this setting", now), ("at the start", start))


EXPLORER = Explorer(
    name="where_to_stand",
    heading="Explorer: who should stand where?",
    about="What each state of the road is worth, depending on how customers differ and on when pay changes.",
    questions=[
        "Fernhill has a breadth of 1.5. Below which breadth would state 0 be best? Guess first.",
        "Set the breadth to 0.3 and raise the fit to 1. Does it help to know who customers are?",
        "Change pay first. Which states gain most from that, and which hardly gain?",
    ],
    controls=[
        Control("breadth", "Breadth", "Further needs of a customer that the shop could serve", "needs",
                start=1.5, low=0.0, high=2.2, step=0.1),
        Control("fit", "Fit", "How much it matters to be served according to one's own needs", "points",
                start=0.8, low=0.0, high=1.0, step=0.1),
        Control("pay_first", "Pay first (1) or later (0)", "1: bonuses change before the move; 0: they stay",
                "choices", start=0, low=0, high=1, whole=True),
    ],
    needs=("employees",),
    prepare=prepare,
    compute=compute,
    picture=picture,
    sentence=sentence,
    table=table,
    caption="What each state is worth",
    setting="Breadth {breadth}, fit {fit}, pay first {pay_first}.",
    back="Back to Fernhill",
)  # fmt: skip
