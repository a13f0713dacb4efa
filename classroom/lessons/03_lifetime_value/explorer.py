"""The explorer of lesson 03: how often and how lately somebody ordered, against what to expect of her.

The law is BG/NBD, fitted to the company's own customers in season-adjusted weeks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from classroom.explore.curve_picture import Line, Mark, svg
from classroom.explore.in_words import percent, side_by_side
from classroom.explore.spec import Control, Explorer, Picture, Tables

YEAR = 52
MOST = 20
"""Orders after the first, at most, on the picture."""
WATCHED = 104


def prepare(tables: Tables) -> Any:
    """The law of the company's customers."""
    from classroom import clv  # looking for explorers must not load what fits models

    rows = clv.summarise(tables["orders"], clock=clv.Season.of(tables["clock"]))
    return clv.BGNBD.fit(rows["x"], rows["t_x"], rows["T"]).model


@dataclass(frozen=True)
class Numbers:
    """What to expect of one customer, and of others who differ in one thing.

    `orders`: expected in the next 52 weeks. `alive`: the model's chance that she has not left. `curve`:
    expected orders for 0 to 20 orders after the first, all else equal. `best`: at which number it is highest.
    """

    x: int
    silent: float
    orders: float
    alive: float
    best: int
    curve: np.ndarray = field(repr=False, compare=False)


def compute(model: Any, x: int, silent: float, watched: float) -> Numbers:
    """What to expect of a customer with `x` orders after the first, silent for so many weeks of `watched`."""
    silent = min(silent, watched)
    counts = np.arange(MOST + 1)
    last = np.where(counts > 0, watched - silent, 0.0)
    curve = model.expected(YEAR, counts, last, watched)
    mine = (x, watched - silent if x else 0.0, watched)
    alive = float(model.p_alive(*mine))
    return Numbers(x, silent, float(model.expected(YEAR, *mine)), alive, int(np.argmax(curve)), curve)


def picture(now: Numbers, own: Numbers) -> Picture:
    """Expected orders by the number of orders so far."""
    counts = np.arange(len(now.curve), dtype=float)
    drawing = svg(
        [Line(counts, now.curve), Line(counts, own.curve, dashed=True)],
        title=f"After {now.silent:.0f} weeks of silence, {now.best} orders promise most",
        xlabel="orders after the first, so far",
        ylabel="expected orders in the next 52 weeks",
        marks=[Mark(float(now.x), now.orders, f"she: {now.orders:.1f}")],
        legend="at the start",
    )
    return Picture(drawing, "Line picture of expected orders against orders so far; this customer is marked.")


def sentence(now: Numbers, own: Numbers | None) -> str:
    """The customer in words."""
    if now.x == 0:
        seen = "She has ordered once, and the model cannot think that she has left"
    else:
        seen = (
            f"She has ordered {now.x} times since the first, and was last seen {now.silent:.0f} weeks ago. "
            f"The model gives {percent(now.alive)} that she is still there"
        )
    words = f"{seen}. It expects {now.orders:.2f} orders in the next {YEAR} weeks."
    if own is None:
        return words
    return f"{words} At the start it was {own.orders:.2f}."


def table(now: Numbers, own: Numbers) -> pd.DataFrame:
    """The numbers of this customer beside those at the start."""
    rows = {
        "expected orders in 52 weeks": lambda n: f"{n.orders:.2f}",
        "still there, says the model": lambda n: percent(n.alive),
        "number of orders that promises most": lambda n: f"{n.best}",
    }
    return side_by_side(rows, "measure", ("this customer", now), ("at the start", own))


EXPLORER = Explorer(
    name="lifetime",
    heading="Explorer: does more mean better?",
    about="What to expect of a customer. It follows from how often she has ordered, how long she has been "
    "silent, and how long she has been watched.",
    questions=[
        "She was last seen 60 weeks ago. Is a customer with 12 orders worth more than one with 3? Guess, "
        "then move the first slider.",
        "Make the silence shorter. From where on does more mean better up to 20 orders?",
        "Set the orders to 0 and make the silence longer. What happens to the chance that she is still "
        "there, and why should you not believe it?",
    ],
    controls=[
        Control("x", "Orders after the first", "How often she has ordered since her first order", "orders",
                start=3, high=MOST, whole=True),
        Control("silent", "Weeks since the last order", "Season-adjusted weeks since she was last seen",
                "weeks", start=60, high=WATCHED),
        Control("watched", "Weeks since the first order", "Season-adjusted weeks since her first order",
                "weeks", start=WATCHED, high=156, low=10),
    ],
    needs=("orders", "clock"),
    prepare=prepare,
    compute=compute,
    picture=picture,
    sentence=sentence,
    table=table,
    caption="The customer in numbers",
    setting="{x} orders after the first, the last {silent:.0f} weeks ago, the first {watched:.0f} weeks ago.",
    back="Back to the start",
)  # fmt: skip
