"""A simulation as one picture: what a policy earns and what the company is worth, beside doing nothing."""

from __future__ import annotations

import html
import os
import textwrap
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import WrongUse

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from generator.simulate import Simulation

SUFFIXES = (".png", ".svg")
SIZE = (9.0, 3.9)  # inches
GREY, DOTS = "0.45", 192
LONGEST, LABEL = 28, 16  # letters of a title in a sentence, and in a line of a label


def check_place(path: Path) -> None:
    """Raise `WrongUse`, one sentence, where no picture can be put."""
    if path.suffix.lower() not in SUFFIXES:
        raise WrongUse(f"A figure is a file that ends in {' or '.join(SUFFIXES)}; found {path.name}.")
    check_folder(path)


def check_folder(path: Path) -> None:
    """Raise `WrongUse`, one sentence, where no file can be put."""
    if path.is_dir():
        raise WrongUse(f"{path} is a folder; give the name of a file.")
    if not path.parent.is_dir():
        raise WrongUse(f"The folder {path.parent} does not exist; make it first.")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise WrongUse(f"{path} may not be written; choose another place.")


@dataclass(frozen=True)
class Compared:
    """A policy beside doing nothing on the same company; EUR.

    `profits`, `worths`: (policy's, as things are) by quarter; worths begin before the first one.
    """

    name: str
    where: str
    profits: tuple[list[float], list[float]]
    worths: tuple[list[float], list[float]]
    events: dict[int, str]

    @classmethod
    def of(cls, found: Simulation, usual: Simulation, pressed: bool) -> Compared:
        """Two simulations of one company."""
        part, both = found.of.policy.pressure, (found, usual)
        events = {
            part.rival.quarter: "rival",
            part.lamps_quarter: "lamps",
            part.recession_quarter: "recession",
        }
        title = found.policy.title
        return cls(
            title if 0 < len(title) <= LONGEST else found.policy.name.replace("_", " ").capitalize(),
            f"{found.scenario}, seed {found.seed}",
            tuple([one.ledger.profit / 100 for one in run.quarters] for run in both),
            tuple([run.start / 100, *(one.position / 100 for one in run.quarters)] for run in both),
            {q: name for q, name in events.items() if pressed and q <= len(found.quarters)},
        )

    @property
    def gain(self) -> float:
        """By how much the company is worth more in the end."""
        return self.worths[0][-1] - self.worths[1][-1]

    @property
    def same(self) -> bool:
        """Whether the policy is to change nothing."""
        return self.profits[0] == self.profits[1] and self.gain == 0.0

    @property
    def earns(self) -> str:
        """When the policy earns more than doing nothing."""
        ahead = [one > other for one, other in zip(*self.profits, strict=True)]
        turns = [k for k, (a, b) in enumerate(pairwise(ahead), 2) if a != b]
        if not turns:
            return f"earns {'more' if ahead[0] else 'less'} than doing nothing in every quarter"
        if len(turns) == 1 and ahead[-1]:
            return f"overtakes doing nothing in quarter {turns[0]}"
        if len(turns) == 1:
            return f"earns more than doing nothing until quarter {turns[0] - 1}"
        return f"earns more than doing nothing in {sum(ahead)} of {len(ahead)} quarters"

    @property
    def finding(self) -> str:
        """What the picture shows, in a sentence."""
        if self.same:
            before, after = (money(self.worths[0][k]) for k in (0, -1))
            return f"With nothing changed, what the company is worth goes from {before} to {after}"
        less = self.earns.startswith("earns less")
        word = "and" if less == (self.gain < 0) else "but"
        end = f"{money(abs(self.gain))} {'richer' if self.gain > 0 else 'poorer'}"
        return f"{self.name} {self.earns} {word} leaves the company {end}"

    @property
    def says(self) -> str:
        """The picture in words."""
        if self.same:
            return f"{self.finding}. Profit by quarter: {_listed(self.profits[0])}."
        return (
            f"{self.finding} ({self.where}). Profit by quarter: {_listed(self.profits[0])}; doing nothing "
            f"{_listed(self.profits[1])}. Worth of the company after the last quarter, profits so far "
            f"included: {money(self.worths[0][-1])} against {money(self.worths[1][-1])}."
        )


def money(eur: float) -> str:
    """`12 k€`, `1.3 M€`."""
    if abs(eur) >= 999_500:
        return f"{eur / 1e6:,.1f}\N{NO-BREAK SPACE}M€"
    digits = 0 if abs(eur) >= 9_950 else 1
    return f"{round(eur / 1e3, digits) + 0.0:,.{digits}f}\N{NO-BREAK SPACE}k€"  # no minus before zero


def _listed(values: list[float]) -> str:
    return ", ".join(map(money, values))


def picture(both: Compared) -> Figure:
    """Profit by quarter on the left, worth of the company on the right."""
    from matplotlib.ticker import MaxNLocator

    from classroom import figures

    left, right = figures.axes(*SIZE, ncols=2)
    quarters = list(range(1, len(both.profits[0]) + 1))
    _lines(left, quarters, both.profits, both)
    _lines(right, [0, *quarters], both.worths, both)
    left.axhline(0.0, color="0.3", linewidth=0.8, zorder=1)
    left.set_title("Profit by quarter, k€", fontweight="normal", fontsize=11)
    right.set_title("Worth of the company, k€*", fontweight="normal", fontsize=11)
    for ax in (left, right):
        ax.set_xlabel("Quarter")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.yaxis.set_major_formatter(lambda value, _: f"{value / 1e3:,.4g}".replace("-", "\N{MINUS SIGN}"))
        ax.grid(visible=False, axis="x")
    low, high = left.get_ylim()
    if both.events:
        left.set_ylim(low - 0.2 * (high - low), high)
    for number, (quarter, name) in enumerate(both.events.items()):
        left.axvline(quarter, color="0.8", linewidth=0.8, linestyle=":", zorder=0)
        left.annotate(
            name, (quarter, 0.02 + 0.07 * (number % 2)), xycoords=("data", "axes fraction"), ha="center",
            fontsize=8, color="0.35", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )  # fmt: skip
    figure = left.figure
    figure.suptitle(both.finding, x=0.01, ha="left", fontsize=12, fontweight="bold", wrap=True)
    figure.supxlabel(
        f"{both.where}. * Profits so far, and what customers bring in ten more years; discounted.",
        x=0.01, ha="left", fontsize=8, color="0.35",
    )  # fmt: skip
    return figure


def _lines(ax: Axes, quarters: list[int], values: tuple[list[float], list[float]], both: Compared) -> None:
    from classroom import figures

    if not both.same:
        ax.plot(quarters, values[1], color=GREY, linestyle="--", marker="s", markersize=4, linewidth=1.5)
    ax.plot(quarters, values[0], color=figures.palette()[0], marker="o", markersize=5, linewidth=2.2)
    ends = {both.name: (values[0][-1], figures.palette()[0], "bold")}
    if not both.same:
        ends["Doing nothing"] = (values[1][-1], GREY, "normal")
    every = [*values[0], *values[1]]
    nearest = 0.09 * max(max(every) - min(every), 1.0)
    places = sorted(ends, key=lambda name: ends[name][0])
    heights = [ends[name][0] for name in places]
    if len(heights) == 2 and heights[1] - heights[0] < nearest:
        middle = sum(heights) / 2
        heights = [middle - nearest / 2, middle + nearest / 2]
    for name, height in zip(places, heights, strict=True):
        _, colour, weight = ends[name]
        ax.annotate(
            textwrap.fill(name, LABEL), (quarters[-1], height), xytext=(8, 0), textcoords="offset points",
            va="center", fontsize=9, color=colour, fontweight=weight, annotation_clip=False,
        )  # fmt: skip


def save(both: Compared, path: Path) -> None:
    """Draw and write; its words lie in the file as its alternative text."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    figure = picture(both)
    about = {"Title": both.finding, "Description": both.says}
    with mpl.rc_context({"svg.hashsalt": "centric", "svg.fonttype": "none"}):
        if path.suffix.lower() == ".svg":
            figure.savefig(path, metadata={**about, "Date": None}, bbox_inches="tight")
            text = path.read_text(encoding="utf-8")
            title = f"<title>{html.escape(both.finding, quote=False)}</title>"
            words = f"{title}\n <desc>{html.escape(both.says, quote=False)}</desc>"
            path.write_text(text.replace(title, words, 1), encoding="utf-8")
        else:
            figure.savefig(path, metadata={**about, "Software": None}, dpi=DOTS, bbox_inches="tight")
    plt.close(figure)
