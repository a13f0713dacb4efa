"""From single orders to what the models need of each customer, and from memberships to their tenure.

Two different times are called "recency" in the field. Here each has a name of its own:

- `t_x`: from the first order to the last one (papers on Pareto/NBD and BG/NBD, `lifetimes`);
- `weeks_since_last`: from the last order to the end of watching (RFM).

They add up to `T`, the time from the first order to the end of watching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from classroom.clv.clocks import DAY, Calendar, Season, seconds
from classroom.errors import Misuse
from classroom.words import say

if TYPE_CHECKING:
    import pandas as pd


def summarise(
    orders: pd.DataFrame,
    *,
    customer: str = "customer_id",
    time: str = "ordered_at",
    value: str | None = None,
    until: Any = None,
    clock: Calendar | Season | None = None,
    per_day: bool = False,
) -> pd.DataFrame:
    """One row per customer who has ordered before `until`.

    Parameters
    ----------
    orders
        a row per order; other columns are ignored
    value
        column with the value of each order; adds the two mean values
    until
        end of watching: orders at or after this moment are not seen. By default the end of the clock, or
        midnight after the last order
    clock
        in whose weeks time is measured; the calendar's by default
    per_day
        take several orders on one day as one, and measure time in whole days

    Returns
    -------
    DataFrame
        index: the customer, sorted. `x`: orders after the first. `t_x`, `weeks_since_last`, `T`: weeks.
        `mean_value`: of all x + 1 orders. `mean_repeat_value`: of the x orders after the first, NaN if none.
    """
    import pandas as pd

    _need(orders, customer, time, *([value] if value else []))
    clock = clock or Calendar()
    moments = seconds(orders[time])
    if np.isnan(moments).any():
        raise Misuse(say("clv.missing", name=time, count=int(np.isnan(moments).sum())))
    end = _end(moments, until, clock)
    seen = moments < end
    who, names = pd.factorize(orders[customer].to_numpy()[seen], sort=True)
    if not len(names):
        raise Misuse(say("clv.nobody"))
    moments = moments[seen]
    worth = orders[value].to_numpy(float)[seen] if value else np.zeros(len(moments))
    if per_day:
        moments, end = np.floor(moments / DAY) * DAY, np.ceil(end / DAY - 1.0) * DAY
    order = np.lexsort([moments, who])
    who, moments, worth = who[order], moments[order], worth[order]
    if per_day:
        new = np.append(True, (np.diff(who) != 0) | (np.diff(moments) != 0))
        worth = np.add.reduceat(worth, np.flatnonzero(new))
        who, moments = who[new], moments[new]
    start = np.flatnonzero(np.append(True, np.diff(who) != 0))
    last = np.append(start[1:], len(who)) - 1
    week, finish = clock.weeks(moments), clock.weeks(np.array([end]))[0]
    x = last - start
    columns = {
        "x": x,
        "t_x": week[last] - week[start],
        "T": finish - week[start],
        "weeks_since_last": finish - week[last],
    }
    if value:
        total = np.add.reduceat(worth, start)
        columns["mean_value"] = total / (x + 1)
        later = np.where(x > 0, total - worth[start], np.nan)
        columns["mean_repeat_value"] = later / np.maximum(x, 1)
    return pd.DataFrame(columns, index=pd.Index(names, name=customer))


def count_orders(
    orders: pd.DataFrame,
    index: pd.Index,
    since: Any,
    until: Any = None,
    *,
    customer: str = "customer_id",
    time: str = "ordered_at",
    per_day: bool = False,
) -> pd.Series:
    """Orders from `since` (included) to `until` (not included) of the customers in `index`, 0 for none."""
    import pandas as pd

    _need(orders, customer, time)
    moments = seconds(orders[time])
    inside = moments >= seconds(since)[0]
    if until is not None:
        inside &= moments < seconds(until)[0]
    chosen = pd.DataFrame({"who": orders[customer].to_numpy()[inside], "day": moments[inside] // DAY})
    counts = (chosen.drop_duplicates() if per_day else chosen)["who"].value_counts()
    return counts.reindex(index, fill_value=0).rename("orders")


def tenures(
    members: pd.DataFrame, until: Any, *, started: str = "started_on", ended: str = "ended_on"
) -> pd.DataFrame:
    """Months paid for, by membership: what the shifted-beta-geometric model needs.

    Parameters
    ----------
    members
        a row per membership, `ended` missing while it runs. A member pays at `started` and on the same day
        of every month after it; who cancels leaves on such a day
    until
        end of watching. Memberships that start then or later are not seen, nor are later goodbyes

    Returns
    -------
    DataFrame
        with the index of the memberships seen. `periods`: the month at whose end the member left, or the
        number of renewals seen so far. `left`: whether the member has left.
    """
    import pandas as pd

    _need(members, started, ended)
    stop = seconds(until)[0]
    seen = seconds(members[started]) < stop
    start, end = seconds(members[started])[seen], seconds(members[ended])[seen]
    left = end < stop  # a missing end compares as False
    # Renewals before the last day: one that is due on that very day ends the month that is counted next.
    renewed = _months(start, np.where(left, end, stop) - DAY)
    periods = np.maximum(renewed + left, left)
    return pd.DataFrame({"periods": periods, "left": left}, index=members.index[seen])


def _months(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Whole months from one moment to a later one; a month from the 31st ends on a short month's last day."""
    first, last = ((values // DAY).astype("datetime64[D]") for values in (start, end))
    begun, ended = first.astype("datetime64[M]"), last.astype("datetime64[M]")
    day = (first - begun).astype(np.int64)
    length = ((ended + 1).astype("datetime64[D]") - ended.astype("datetime64[D]")).astype(np.int64)
    due = np.minimum(day, length - 1)
    return (ended - begun).astype(np.int64) - ((last - ended.astype("datetime64[D]")).astype(np.int64) < due)


def _end(moments: np.ndarray, until: Any, clock: Calendar | Season) -> float:
    if until is not None:
        return float(seconds(until)[0])
    if isinstance(clock, Season):
        return clock.end
    return float((np.floor(moments.max(initial=0.0) / DAY) + 1.0) * DAY)


def _need(table: pd.DataFrame, *columns: str) -> None:
    for column in columns:
        if column not in table.columns:
            known = ", ".join(map(str, table.columns))
            raise Misuse(say("clv.no-column", column=column, known=known))
