"""The explorer of lesson 04: how many groups, on which answers, and which of them hold up.

Groups are found once for each number and each kind of answers; each move of a slider looks them up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from classroom.explore.curve_picture import Line, Mark, svg
from classroom.explore.in_words import side_by_side
from classroom.explore.spec import Control, Explorer, Picture, Tables

FEWEST, MOST = 2, 7
RUNS = 8
KINDS = ("raw", "centred", "shuffled")
MEANS = ("as they are", "less each person's mean", "shuffled")
STEADY = 0.85
"""From here on a group counts as steady (Hennig 2007)."""


@dataclass(frozen=True)
class Numbers:
    """What is found for one number of groups: sizes and overlaps (0 to 1), the steadiest group first."""

    groups: int
    kind: int
    sizes: np.ndarray = field(repr=False, compare=False)
    again: np.ndarray = field(repr=False, compare=False)

    @property
    def steady(self) -> int:
        """How many groups hold up."""
        return int((self.again >= STEADY).sum())


def prepare(tables: Tables) -> Any:
    """Groups and their stability for each kind of answers and each number of groups."""
    answers = tables["needs_survey"].filter(like="item_").to_numpy(dtype=float)
    centred = answers - answers.mean(axis=1, keepdims=True)
    rng = np.random.default_rng(4)
    shuffled = np.column_stack([rng.permutation(column) for column in centred.T])
    return {
        (kind, groups): found(points, groups)
        for kind, points in enumerate((answers, centred, shuffled))
        for groups in range(FEWEST, MOST + 1)
    }


def found(points: np.ndarray, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Sizes of the groups, and their mean best overlap with the groups of crowds drawn anew."""
    from sklearn.cluster import KMeans  # looking for explorers must not load it
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)  # tables as small as these are clustered fastest by one processor
    first = KMeans(groups, n_init=4, random_state=4).fit(points).labels_
    sizes = np.bincount(first, minlength=groups)
    rng, best = np.random.default_rng(4), []
    for run in range(RUNS):
        crowd = rng.integers(len(points), size=len(points))
        there = np.unique(crowd)
        label = KMeans(groups, n_init=2, random_state=run).fit(points[crowd]).predict(points[there])
        both = np.zeros((groups, groups))
        np.add.at(both, (first[there], label), 1)
        either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
        best.append((both / np.maximum(either, 1)).max(axis=1))
    again = np.mean(best, axis=0)
    order = np.argsort(-again)
    return sizes[order], again[order]


def compute(parts: Any, groups: int, answers: int) -> Numbers:
    """The groups for one setting."""
    return Numbers(groups, answers, *parts[(answers, groups)])


def picture(now: Numbers, start: Numbers) -> Picture:
    """Overlap of each group, the steadiest first."""
    places = np.arange(1, now.groups + 1, dtype=float)
    drawing = svg(
        [
            Line(places, now.again),
            Line(np.arange(1, start.groups + 1, dtype=float), start.again, dashed=True),
        ],
        title=f"{now.steady} of {now.groups} groups hold up",
        xlabel="groups, the steadiest first",
        ylabel="overlap when drawn anew (1 = the same)",
        marks=[Mark(float(now.groups), float(now.again[-1]), f"weakest: {now.again[-1]:.2f}")],
        legend="at the start",
    )
    return Picture(
        drawing, "Line picture of the overlap of each group, steadiest first; the weakest is marked."
    )


def sentence(now: Numbers, start: Numbers | None) -> str:
    """The groups in words."""
    words = (
        f"With {now.groups} groups of answers {MEANS[now.kind]}, "
        f"{now.steady} hold up, with an overlap of {STEADY} or more. "
        f"The weakest has {now.again[-1]:.2f} and {now.sizes[-1]:,} people."
    )
    return words if start is None else f"{words} At the start the weakest had {start.again[-1]:.2f}."


def table(now: Numbers, start: Numbers) -> Any:
    """The numbers of this setting beside those at the start."""
    rows = {
        "groups": lambda n: f"{n.groups}",
        "hold up": lambda n: f"{n.steady}",
        "overlap of the weakest": lambda n: f"{n.again[-1]:.2f}",
        "people in the weakest": lambda n: f"{n.sizes[-1]:,}",
    }
    return side_by_side(rows, "measure", ("this setting", now), ("at the start", start))


EXPLORER = Explorer(
    name="segments",
    heading="Explorer: how many groups hold up?",
    about="The panel's answers to eight statements, in two to seven groups. For each group: how far the same "
    "people are together when the panel is drawn anew.",
    questions=[
        "Set the answers to 1 (centred). What is the largest number at which all hold up? Guess first.",
        "Go one group further. How many of the groups hold up, and what happens to the weakest?",
        "Set the answers to 2 (shuffled). Is there a number at which a group holds up?",
    ],
    controls=[
        Control("groups", "Number of groups", "How many groups k-means is asked for", "groups",
                start=4, low=FEWEST, high=MOST, whole=True),
        Control("answers", "0 raw, 1 centred, 2 shuffled",
                "0: as they are; 1: less each person's mean; 2: centred and then shuffled among people",
                "kind of answers", start=0, high=2, whole=True),
    ],
    needs=("needs_survey",),
    prepare=prepare,
    compute=compute,
    picture=picture,
    sentence=sentence,
    table=table,
    caption="The groups in numbers",
    setting="{groups} groups, with answers={answers} (0 raw, 1 centred, 2 shuffled).",
    back="Back to the start",
)  # fmt: skip
