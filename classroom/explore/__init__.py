"""One explorer per lesson: questions, sliders, a picture that follows, and a twin in words.

    explore.whale()                                  # lesson 01, sliders
    explore.whale_text(months_mailed=3)              # the same numbers in words and a small table

An explorer answers nothing that is graded: sliders' positions are not kept when a notebook is handed in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any

from classroom.errors import Misuse
from classroom.words import say

if TYPE_CHECKING:
    import pandas as pd

    from classroom.explore.sliders import Explorer
    from classroom.explore.whale_curve import Parts, WhalePage

__all__ = ["whale", "whale_text"]

Tables = Mapping[str, "pd.DataFrame"]
_kept: dict[str, Any] = {}


def _parts(tables: Tables | None) -> Parts:
    """The customers' parts; those of the notebook's own company are kept for the next call."""
    from classroom.explore.whale_curve import parts_of

    if tables is not None:
        return parts_of(tables)
    from classroom.data import MANIFEST, find, load

    folder = find().resolve()
    where = (str(folder), (folder / MANIFEST).stat().st_mtime_ns)  # made anew, it is another company
    if _kept.get("where") != where:
        _kept.update(where=where, parts=parts_of(load.all()))
    return _kept["parts"]


def whale(tables: Tables | None = None) -> Explorer:
    """Lesson 01: how the costs of serving customers shape the whale curve.

    Sliders: the cost of an order, of a return, of a ticket, of a catalogue, and for how many months after a
    customer's last order the catalogue is sent. The picture shows profit added up over customers, the most
    profitable first, beside the curve at Fernhill's own costs.

    Parameters
    ----------
    tables : name -> frame, by default the notebook's own company
    """
    from classroom.explore.whale_sliders import explorer

    return explorer(_parts(tables))


def _plain_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def whale_text(
    order_eur: float | None = None,
    return_eur: float | None = None,
    ticket_eur: float | None = None,
    mailing_eur: float | None = None,
    months_mailed: int | None = None,
    tables: Tables | None = None,
) -> WhalePage:
    """The whale explorer in words: the same numbers as its picture, in a paragraph and a small table.

    Parameters
    ----------
    order_eur, return_eur, ticket_eur, mailing_eur : the costs in euros; None leaves Fernhill's own
    months_mailed : months of catalogues after the last order, 0 to 12
    tables : name -> frame, by default the notebook's own company

    Returns
    -------
    a page to read; `.numbers` holds total_eur, peak_share, unprofitable_share and so on, unrounded

    Raises
    ------
    Misuse
        a cost is no number of euros from 0 on, or the months are no whole number from 0 to 12
    """
    from classroom.explore.whale_curve import MONTHS, page

    euros = {
        "order_eur": order_eur,
        "return_eur": return_eur,
        "ticket_eur": ticket_eur,
        "mailing_eur": mailing_eur,
    }
    for name, value in euros.items():
        if value is not None and not (_plain_number(value) and value >= 0):
            raise Misuse(say("whale.not-euros", name=name, value=repr(value)[:80]))
    if months_mailed is not None:
        whole = _plain_number(months_mailed) and months_mailed == int(months_mailed)
        if not whole or not 0 <= months_mailed <= MONTHS:
            raise Misuse(say("whale.not-months", most=MONTHS, value=repr(months_mailed)[:80]))
        months_mailed = int(months_mailed)
    parts = _parts(tables)
    return page(parts, parts.own.but(**euros, months_mailed=months_mailed))
