"""Leaving: each customer's clock runs down at her hazard, and what is done to her changes its speed.

A lifetime with constant hazard is `E / hazard`, with E a unit exponential of the customer's own. With a
hazard that changes in time she leaves when the *cumulated* hazard reaches the same E. So whatever is done to
her, the chance behind her leaving stays the same (common random numbers), a raised hazard never makes her
leave later, and where nothing is done nothing changes, to the bit. Only the Pareto/NBD has a hazard in time:
under the BG/NBD customers leave after an order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from generator.rows import order_in_time


@dataclass(frozen=True)
class Hazards:
    """Factors on the hazard of leaving (arrays of equal length), one row for each customer and occasion.

    `customer`: position in the block. `week`: operational week from which the factor holds. `weeks`: for how
    long (infinite: for good). `factor`: above 0; factors that hold at the same time multiply.
    """

    customer: np.ndarray
    week: np.ndarray
    weeks: np.ndarray
    factor: np.ndarray

    @classmethod
    def none(cls) -> Hazards:
        """No change."""
        number = np.zeros(0)
        return cls(np.zeros(0, dtype=np.int64), number, number, number)

    @classmethod
    def joined(cls, *parts: Hazards) -> Hazards:
        """Factors from several sources together."""
        columns = zip(*(vars(part).values() for part in parts), strict=True)
        return cls(*(np.concatenate(column) for column in columns))

    def only(self, rows: np.ndarray) -> Hazards:
        """Some of them (positions or mask)."""
        return Hazards(*(column[rows] for column in vars(self).values()))

    def moving(self) -> Hazards:
        """Those that change something.

        Raises `ValueError` for a factor that is not a number above 0.
        """
        if not (np.isfinite(self.factor) & (self.factor > 0.0)).all():
            raise ValueError("A factor on the hazard of leaving must be a number above 0.")
        return self.only((self.factor != 1.0) & (self.weeks > 0.0))

    def level(self, people: int, week: float | np.ndarray) -> np.ndarray:
        """Factor on each customer's hazard in the operational week `week` (one for all, or one each)."""
        found = np.ones(people)
        if not len(self.customer):
            return found
        at = week[self.customer] if isinstance(week, np.ndarray) else week
        rows = np.flatnonzero((self.week <= at) & (at < self.week + self.weeks))
        np.multiply.at(found, self.customer.take(rows), self.factor.take(rows))
        return found

    def levels(self, people: int, weeks: list[float]) -> Iterator[np.ndarray]:
        """`level` at each of some rising weeks, of which each array is changed into the next."""
        if np.isfinite(self.weeks).any():
            yield from (self.level(people, week) for week in weeks)
            return
        # What never ends is multiplied in once, in the week in which it begins.
        order = np.argsort(self.week, kind="stable")
        edges = np.searchsorted(self.week[order], weeks, side="right")
        found, done = np.ones(people), 0
        for edge in edges.tolist():
            rows = order[done:edge]
            np.multiply.at(found, self.customer.take(rows), self.factor.take(rows))
            done = edge
            yield found


def leaving_weeks(joined: np.ndarray, life: np.ndarray, hazards: Hazards) -> np.ndarray:
    """Operational week in which each customer leaves for good (arrays by customer).

    `joined`: operational week in which each joined; what lies before it does not touch her. `life`: weeks
    that she would stay at her own hazard. Gives the week at which the integral of her factor from `joined` on
    reaches `life`: `joined + life`, to the bit, for customers whose hazard nothing changes.
    """
    own = joined + life
    hazards = hazards.moving()
    if not len(hazards.customer):
        return own
    customer, when, factor, begins = _steps(hazards)
    first = np.flatnonzero(np.diff(customer, prepend=-1))
    counts = np.diff(np.append(first, len(customer)))
    who = customer[first]
    reached, rest, level = joined[who], life[who], np.ones(len(who))
    left = np.full(len(who), np.nan)
    # The k-th step of everybody who is still there, at once.
    for k in range(int(counts.max())):
        on = np.flatnonzero((counts > k) & np.isnan(left))
        step = first[on] + k
        until = np.maximum(when[step], reached[on])
        spent = (until - reached[on]) * level[on]
        gone = spent >= rest[on]
        end = np.minimum(reached[on] + rest[on] / level[on], until)
        left[on[gone]] = end[gone]
        rest[on] -= spent
        reached[on] = until
        level[on] = np.where(begins[step], level[on] * factor[step], level[on] / factor[step])
    left = np.where(np.isnan(left), reached + rest / level, left)
    # What rounding does must not turn the direction.
    only_up, only_down = np.ones(len(own), dtype=bool), np.ones(len(own), dtype=bool)
    only_up[hazards.customer[hazards.factor < 1.0]] = False
    only_down[hazards.customer[hazards.factor > 1.0]] = False
    left = np.where(only_up[who], np.minimum(left, own[who]), left)
    left = np.where(only_down[who], np.maximum(left, own[who]), left)
    found = own.copy()
    found[who] = left
    return found


def _steps(hazards: Hazards) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Where factors begin and end, by customer and time: customer, week, factor, and whether it begins."""
    passing = np.flatnonzero(np.isfinite(hazards.weeks))
    customer = np.append(hazards.customer, hazards.customer[passing])
    when = np.append(hazards.week, hazards.week[passing] + hazards.weeks[passing])
    factor = np.append(hazards.factor, hazards.factor[passing])
    begins = np.arange(len(customer)) < len(hazards.customer)
    order = order_in_time(customer, when)
    return customer[order], when[order], factor[order], begins[order]
