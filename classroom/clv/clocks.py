"""Clocks: weeks of the calendar, and weeks of a business that has seasons.

A model with a constant order rate is false in calendar weeks if December is busy: customers seem to have
come alive, or to have left, at the end of the data. A seasonal clock runs faster when business is brisk, and
on it the rate can be constant. The company's table `clock` holds one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from classroom.errors import Misuse
from classroom.words import say

if TYPE_CHECKING:
    import pandas as pd

DAY = 86_400.0


def seconds(times: Any) -> np.ndarray:
    """Moments (a Series, an array, one text or date) as seconds since 1970, UTC; NaN where missing."""
    import pandas as pd

    try:
        moments = pd.DatetimeIndex(pd.to_datetime(np.atleast_1d(times), utc=True))
    except (ValueError, TypeError):
        raise Misuse(say("clv.no-time", value=repr(times)[:60])) from None
    whole = moments.tz_localize(None).to_numpy("datetime64[us]")
    return np.where(np.isnat(whole), np.nan, whole.astype(np.int64) / 1e6)


@dataclass(frozen=True)
class Calendar:
    """The ordinary clock: a week is seven days."""

    def weeks(self, moments: np.ndarray) -> np.ndarray:
        """Weeks since 1970 of moments in seconds since 1970."""
        return moments / (7.0 * DAY)


@dataclass(frozen=True)
class Season:
    """A clock that runs with the season.

    `first`: seconds since 1970 at the start of the first day. `edges`: weeks at the start of each day, and
    at the end of the last. `hours`: share of a day's business done by the start of each hour, and at its end.
    """

    first: float
    edges: np.ndarray
    hours: np.ndarray

    @classmethod
    def of(cls, clock: pd.DataFrame, orders_at: Any = None) -> Season:
        """The clock of a company's table `clock`.

        `orders_at`: moments of orders, from which the profile of the hours is learned. Without it a day's
        business is spread evenly over 24 hours, which misplaces a single order by a few hours and no more.
        """
        days = seconds(clock["date_on"])
        if len(days) == 0 or (np.diff(days) != DAY).any():
            raise Misuse(say("clv.clock-gaps"))
        start, speed = clock["season_week"].to_numpy(float), clock["season"].to_numpy(float)
        return cls(float(days[0]), np.append(start, start[-1] + speed[-1] / 7.0), _profile(orders_at))

    @property
    def end(self) -> float:
        """Seconds since 1970 at the end of the last day."""
        return self.first + DAY * (len(self.edges) - 1)

    def weeks(self, moments: np.ndarray) -> np.ndarray:
        """Seasonal weeks of moments in seconds since 1970.

        Raises
        ------
        Misuse
            a moment lies outside the clock
        """
        outside = (moments < self.first) | (moments > self.end)
        if outside.any():
            raise Misuse(say("clv.off-the-clock", count=int(outside.sum())))
        day = np.floor((moments - self.first) / DAY).astype(np.int64)
        day = np.minimum(day, len(self.edges) - 2)
        hour = (moments - self.first - day * DAY) / 3_600.0
        share = np.interp(hour, np.arange(25.0), self.hours)
        return self.edges[day] + share * (self.edges[day + 1] - self.edges[day])


def _profile(orders_at: Any) -> np.ndarray:
    if orders_at is None:
        return np.arange(25.0) / 24.0
    hour = (seconds(orders_at) % DAY // 3_600.0).astype(np.int64)
    # One more in each hour: an hour without an order still has some width.
    counts = np.bincount(hour, minlength=24) + 1.0
    return np.append(0.0, np.cumsum(counts) / counts.sum())
