"""Numbers as an explorer says them, and its small table of now and at the start."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from classroom.words import say


def percent(share: float) -> str:
    """A share as whole percent, or a word where there is none."""
    return say("word.missing") if math.isnan(share) else f"{share * 100:.0f} %"


def euros(amount: float) -> str:
    """An amount without cents: "12,345 euros"."""
    whole = f"{amount:,.0f}"
    return say("word.euros", amount="0" if whole == "-0" else whole)


def difference(change_eur: float, start: str) -> str:
    """What a change did to an amount: "That is 12 euros more than at `start`." """
    if abs(change_eur) < 0.5:
        return say("explorer.same", start=start)
    return say(
        "explorer.more" if change_eur > 0 else "explorer.less", change=euros(abs(change_eur)), start=start
    )


def side_by_side(
    rows: Mapping[str, Callable[[Any], object]], measure: str, now: tuple[str, Any], start: tuple[str, Any]
) -> pd.DataFrame:
    """A table of two columns, ready to read.

    Parameters
    ----------
    rows : label -> numbers -> what stands in the cell
    measure : head of the labels
    now, start : head of the column, and its numbers
    """
    cells = {label: [cell(numbers) for _, numbers in (now, start)] for label, cell in rows.items()}
    frame = pd.DataFrame.from_dict(cells, orient="index", columns=[now[0], start[0]])
    return frame.rename_axis(index=measure)
