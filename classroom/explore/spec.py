"""What a lesson says to have an explorer: one `Explorer` in `classroom/lessons/<lesson>/explorer.py`.

    EXPLORER = Explorer(
        name="basket",                               # explore.basket() and explore.basket_text()
        heading="Explorer: what a bigger basket brings",
        about="How profit follows the items in a basket.",
        questions=["From how many items on does an order pay? Guess before you move anything."],
        controls=[Control("items", "Items in a basket", "Items in each order", "items", start=2, high=9)],
        needs=("orders", "order_lines"),
        prepare=prepare,                             # tables -> parts, once per company; may take a second
        compute=compute,                             # parts, items=2 -> numbers, at each move of a slider
        picture=picture,                             # numbers, numbers at the start -> Picture
        sentence=sentence,                           # numbers, those at the start or None -> words
        table=table,                                 # numbers, numbers at the start -> small DataFrame
        caption="The basket in numbers",
        setting="Each order has {items} items.",
    )

`compute` gets the controls by name. What it gives back is what the reader finds as `.numbers` of the text
twin; a dataclass of plain numbers serves best. Words and picture come from the same numbers, so they agree.
Everything else is done for all lessons alike: widgets, their names for screen readers, the still picture for
where widgets do not run, the text twin with its help, and what is said about a wrong value.
"""

from __future__ import annotations

import base64
import html
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Real
from typing import TYPE_CHECKING, Any

from classroom.errors import Misuse
from classroom.words import say

if TYPE_CHECKING:
    import pandas as pd

Tables = Mapping[str, "pd.DataFrame"]
Setting = Mapping[str, float]
"""Control's name -> value."""


@dataclass(frozen=True)
class Control:
    """One number that the reader sets: a slider, a box beside it, and an argument of the text twin.

    Parameters
    ----------
    name : as an argument, `months_mailed`
    label : beside the slider, with its unit
    meaning : what the number means; tooltip and help
    unit : as it stands behind "a number of": euros, months, percentage points
    start, high : where the slider begins and ends; a function of what `prepare` gave, if the company decides.
        An end that the company decides is the slider's alone: the text twin takes any number from `low` on.
    low, step : the least number, and how far one press of an arrow key goes
    whole : only whole numbers
    """

    name: str
    label: str
    meaning: str
    unit: str
    start: float | Callable[[Any], float]
    high: float | Callable[[Any], float]
    low: float = 0
    step: float = 1
    whole: bool = False

    def __post_init__(self) -> None:
        """Refuse what no reader could set: a mistake of the course, found by its tests."""
        fixed = [value for value in (self.low, self.start, self.high) if not callable(value)]
        if not self.name.isidentifier() or self.name == "tables":
            raise ValueError(f"A control cannot be called {self.name!r}")
        if fixed != sorted(fixed) or self.step <= 0:
            raise ValueError(f"{self.name}: low, start and high are in this order, and step is above 0")

    def fitted(self, parts: Any) -> Control:
        """The control with the start and the end that belong to one company's parts."""
        kind = int if self.whole else float
        ends = {
            key: kind(value(parts) if callable(value) else value)
            for key, value in (("start", self.start), ("high", self.high))
        }
        return replace(self, low=kind(self.low), **ends)

    def span(self) -> str:
        """Which numbers are taken, in words: "a whole number of months from 0 to 12"."""
        kind = say("explorer.whole" if self.whole else "explorer.number", unit=self.unit)
        low = f"{self.low:,.10g}"
        if callable(self.high):
            return say("explorer.from", kind=kind, low=low)
        return say("explorer.between", kind=kind, low=low, high=f"{self.high:,.10g}")

    def taken(self, value: object) -> float:
        """A value that the reader asked for, as a number.

        Raises
        ------
        Misuse
            it is no number, not whole though it must be, or out of range
        """
        number = isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)
        fits = number and value >= self.low and (callable(self.high) or value <= self.high)
        if not fits or (self.whole and value != int(value)):
            raise Misuse(say("explorer.wrong", name=self.name, span=self.span(), value=repr(value)[:80]))
        return int(value) if self.whole else float(value)


def round_end(about: float) -> float:
    """A round number from `about` on, and at least 1: the end of a slider that the company decides."""
    rough = max(1.0, about)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 1.5, 2, 3, 5, 10) if factor * power >= rough)


@dataclass(frozen=True)
class Picture:
    """Any picture, with what it shows for those who do not see it.

    Parameters
    ----------
    drawing : a whole `<svg>`, or HTML with its words escaped
    alternative : the kind of picture and its shape; the explorer's sentence is added to it
    width : pixels on the page at most
    """

    drawing: str
    alternative: str
    width: int = 640

    def shown(self, words: str) -> str:
        """HTML of the picture; a screen reader says the alternative text and these words in its place."""
        says = html.escape(f"{self.alternative} {words}", quote=True)
        if not self.drawing.lstrip().startswith("<svg"):
            return (
                f'<div role="img" aria-label="{says}" style="max-width:{self.width}px">{self.drawing}</div>'
            )
        data = base64.b64encode(self.drawing.encode("utf-8")).decode("ascii")
        source = f"data:image/svg+xml;base64,{data}"
        return f'<img src="{source}" alt="{says}" width="{self.width}" style="max-width:100%">'


@dataclass(frozen=True)
class Explorer:
    """All that one lesson's explorer says, shows and computes; the module's text has an example.

    Parameters
    ----------
    name : of the call, `explore.<name>()`
    heading : above everything
    about : what the help says it is, one paragraph
    questions : asked above the sliders, to be thought about before they are moved
    controls : the numbers that the reader sets
    needs : the tables that `prepare` reads
    prepare : tables -> parts; kept for the notebook's own company
    compute : parts and the controls by name -> numbers; quick, as it runs at each move of a slider
    picture : numbers, numbers at the start -> Picture
    sentence : numbers, numbers at the start -> words; the second is None as long as nothing was moved
    table : numbers, numbers at the start -> small frame, best with words in its cells
    caption : of the table
    setting : the setting in words, with the controls' names as gaps: "{months_mailed} months"
    back : on the button that moves everything back; a general word by default
    """

    name: str
    heading: str
    about: str
    questions: Sequence[str]
    controls: Sequence[Control]
    needs: Sequence[str]
    prepare: Callable[[Tables], Any]
    compute: Callable[..., Any]
    picture: Callable[[Any, Any], Picture]
    sentence: Callable[[Any, Any], str]
    table: Callable[[Any, Any], pd.DataFrame]
    caption: str
    setting: str
    back: str = ""

    def __post_init__(self) -> None:
        """Refuse a name that no call can have, and a control that is there twice."""
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name) or self.name.endswith("_text"):
            raise ValueError(f"An explorer cannot be called {self.name!r}")
        names = [control.name for control in self.controls]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.name}: two controls have one name")
