"""Calendar, season and operational time.

Purchases happen in *operational* time, which runs faster when business is brisk: one operational week is a
week of the average season. A process that is Poisson in operational time has season, weekday and hour in
the calendar without any change to its models, so fits in operational time are exact and fits in calendar
weeks are not.

Operational time is counted in weeks since the start of the scenario's first day and does not depend on
where a run ends: a later end only makes the clock longer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator.scenario.parts.people import Calendar

EPOCH = dt.date(1970, 1, 1)
DAY_SECONDS = 86_400
DAY_BITS = 20  # room for a day since 1970


PARTS_OF_WEEK, PARTS_OF_DAY = 64, 1024  # fine enough for a table to be right nearly always


def _raised(guess: np.ndarray, value: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The intervals in which values lie, from guesses that are never too high (changed in place)."""
    late = np.flatnonzero(value >= ends.take(guess))
    while late.size:
        guess[late] += 1
        late = late[value[late] >= ends[guess[late]]]
    return guess


def month_starts(start: dt.date, months: int) -> list[dt.date]:
    """First days of `months` + 1 months, beginning with that of `start` (a first of a month)."""
    return [later_month(start, k) for k in range(months + 1)]


def later_month(start: dt.date, months: int) -> dt.date:
    """First day of the month so many months after that of `start`."""
    month = start.year * 12 + start.month - 1 + months
    return dt.date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class Clock:
    """The calendar of one run.

    `first_day`: days since 1970-01-01. `factors`: season factor of each day (mean 1 over the first year).
    `weeks`: operational weeks at the start of each day, one longer than `factors`. `months`: index of the
    month of each day. `month_days`: days since 1970 of the months' first days, and at last the end of the
    run. `month_weeks`: operational weeks at the first days of all months of the scenario and of the run, and
    at the end of the last of them, wherever the run ends.
    """

    first_day: int
    factors: np.ndarray
    weeks: np.ndarray
    months: np.ndarray
    month_days: np.ndarray
    hour_edges: np.ndarray
    month_weeks: np.ndarray

    @classmethod
    def of(cls, calendar: Calendar, until: dt.date | None = None) -> Clock:
        """The clock of a scenario's calendar, up to (not including) the day `until` if one is given."""
        own = month_starts(calendar.start.replace(day=1), calendar.months)
        first_day, own_end = (own[0] - EPOCH).days, (own[-1] - EPOCH).days
        end = own_end if until is None else (until - EPOCH).days
        span = 1 + (until.year - own[0].year) * 12 + until.month - own[0].month if until else calendar.months
        every = month_starts(own[0], max(span, calendar.months))
        starts = np.array([(day - EPOCH).days for day in every], dtype=np.int64)
        month_days = np.concatenate([starts[starts < end], [end]])

        length = max(366, int(starts[-1]) - first_day)
        days = [EPOCH + dt.timedelta(days=first_day + k) for k in range(length)]
        month_factor, weekday_factor = np.array(calendar.month_factors), np.array(calendar.weekday_factors)
        raw = np.array([month_factor[day.month - 1] * weekday_factor[day.weekday()] for day in days])
        # A plain running sum is the same on every machine; a pairwise sum need not be.
        factors = raw * (365.0 / np.cumsum(raw[:365])[-1])
        weeks = np.concatenate([[0.0], np.cumsum(factors / 7.0)])
        months = np.repeat(np.arange(len(month_days) - 1), np.diff(month_days)).astype(np.int16)
        hours = np.array(calendar.hour_factors, dtype=np.float64)
        hour_edges = np.concatenate([[0.0], np.cumsum(hours) / np.cumsum(hours)[-1]])
        month_weeks = weeks[starts - first_day]
        length = end - first_day
        return cls(
            first_day, factors[:length], weeks[: length + 1], months, month_days, hour_edges, month_weeks
        )

    def week_of_month(self, month: int) -> float:
        """Operational weeks at the start of month `month` (1 = first), in the run or the scenario."""
        return float(self.month_weeks[month - 1])

    def day_of_month(self, month: int) -> int:
        """First day (since 1970-01-01) of the scenario's month `month` (1 = first), in the run or beyond."""
        start = EPOCH + dt.timedelta(days=self.first_day)
        return (later_month(start, month - 1) - EPOCH).days

    @property
    def end_week(self) -> float:
        """Operational weeks at the end of the run."""
        return float(self.weeks[-1])

    @property
    def days(self) -> int:
        """Number of days of the run."""
        return len(self.factors)

    @property
    def end_second(self) -> int:
        """First second after the run (seconds since 1970, UTC)."""
        return (self.first_day + self.days) * DAY_SECONDS

    def day_of(self, week: np.ndarray) -> np.ndarray:
        """Day of the run (0 = first) in which an operational time lies; int32."""
        first, ends = self._day_table
        return _raised(first.take((week * PARTS_OF_WEEK).astype(np.intp)), week, ends)

    @cached_property
    def _day_table(self) -> tuple[np.ndarray, np.ndarray]:
        """Day in which each part of an operational week begins (int32); the days' ends (the last: never)."""
        parts = np.arange(int(self.end_week * PARTS_OF_WEEK) + 2) / PARTS_OF_WEEK
        first = np.searchsorted(self.weeks, parts, side="right") - 1
        return np.minimum(first, self.days - 1).astype(np.int32), np.append(self.weeks[1:-1], np.inf)

    @cached_property
    def _hour_table(self) -> np.ndarray:
        """Hour in which each part of a day's business begins (int64)."""
        parts = np.arange(PARTS_OF_DAY) / PARTS_OF_DAY
        return np.searchsorted(self.hour_edges, parts, side="right") - 1

    def second_of(self, week: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Seconds since 1970 (int64) of an operational time within `day`, by the day's profile of hours."""
        # In place, for this is asked of every order several times.
        day = day.astype(np.intp)
        part = week - self.weeks.take(day)
        part *= 7.0
        part /= self.factors.take(day)
        np.minimum(np.maximum(part, 0.0, out=part), 1.0 - 1e-9, out=part)
        guess = self._hour_table.take((part * PARTS_OF_DAY).astype(np.intp))
        hour = _raised(guess, part, self.hour_edges[1:])
        part -= self.hour_edges.take(hour)
        part /= np.diff(self.hour_edges).take(hour)
        part += hour
        part *= 3600.0
        return part.astype(np.int64) + (day + self.first_day) * DAY_SECONDS
