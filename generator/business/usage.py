"""Usage after the sale: month by month, what members use of the Club, and how often the app is opened.

Use tells of leaving before it happens: who is inclined to leave uses less from the start, and use fades in
the last months. Numbers are Poisson with a mean of their own, taken from one table of levels an eighth of an
octave apart: cheap, and the same on every machine.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from generator import draws, maths
from generator.business.block import Block
from generator.business.club import Members
from generator.clock import Clock
from generator.rows import chosen, owners, runs

PER_LOG = 8.0 / math.log(2.0)  # levels for each unit of the logarithm of the mean
ZERO_LEVEL, LEVELS = 36, 92  # level 36 is a mean of 1, level 91 one of 117; level 0 is none at all
BITS = 12
MOST_USES = 255
MOST_LEANING = 3.0  # log odds of leaving beyond which nobody uses still less, or more


@cache
def poisson_table() -> np.ndarray:
    """Level of the mean × 12 bits -> number (uint8)."""
    mean = maths.exp((np.arange(LEVELS) - ZERO_LEVEL) / PER_LOG)
    u = (np.arange(1 << BITS) + 0.5) / (1 << BITS)
    term = maths.exp(-mean)
    reached, found = term.copy(), np.zeros((LEVELS, 1 << BITS), dtype=np.uint8)
    for k in range(1, MOST_USES + 1):
        found += u > reached[:, None]
        term = term * mean / k
        reached = reached + term
    found[0] = 0
    return found


def counts(level: np.ndarray, lot: np.ndarray) -> np.ndarray:
    """Poisson numbers at given levels (any integers), from 12 random bits each."""
    level = np.minimum(np.maximum(level, 0), LEVELS - 1)
    return poisson_table().take(level.astype(np.intp) << BITS | lot)


def levels(log_mean: np.ndarray) -> np.ndarray:
    """Levels of logarithms of means (int32)."""
    return ZERO_LEVEL + np.rint(np.asarray(log_mean) * PER_LOG).astype(np.int32)


def usage_table(block: Block, members: Members) -> dict[str, np.ndarray]:
    """Columns of `usage`: the whole months in which somebody was a member, or there and had the app."""
    world, ids = block.world, block.ids
    clock, rules = world.clock, world.scenario.club.usage
    whole = whole_months(clock)
    first, last, starts_at = _club_months(clock, members, len(ids))
    app_first, app_last = _app_months(block)
    # All months from the earlier beginning to the later end, less those between the two.
    is_member, has_app = first <= last, app_first <= app_last
    low = np.minimum(np.where(is_member, first, whole), np.where(has_app, app_first, whole))
    high = np.maximum(np.where(is_member, last, -1), np.where(has_app, app_last, -1))
    months = np.maximum(np.minimum(high + 1, whole) - low, 0)
    row = owners(months)
    month = runs(low, months, row)
    member = (month >= first.take(row)) & (month <= last.take(row))
    app = (month >= app_first.take(row)) & (month <= app_last.take(row))
    row, month, member, app = chosen(member | app, row, month, member, app)
    lot = draws.bits(draws.keys(world.seed, "usage", ids).take(row), month)
    club_lot = (lot & np.uint64((1 << BITS) - 1)).view(np.int64)
    app_lot = (lot >> np.uint64(64 - BITS)).view(np.int64)

    own = draws.bits(draws.keys(world.seed, "use", ids), 0)
    taste = (draws.slice16(own, 0) + draws.slice16(own, 1) - 65535) / 65536.0 * math.sqrt(6.0)
    means = np.array([plan.benefits for plan in world.scenario.club.plans])
    usual = np.array([plan.beta / plan.alpha for plan in world.scenario.club.plans])  # odds of staying
    likes = np.zeros(len(ids), dtype=np.int32)
    inclined = np.clip(members.odds + maths.log(usual)[members.plan], -MOST_LEANING, MOST_LEANING)
    likes[members.who] = levels(
        maths.log(means)[members.plan] - rules.churn * inclined + rules.spread * taste[members.who]
    )
    fading = np.zeros(whole + len(rules.fading) + 1, dtype=np.int32)
    fading[: len(rules.fading)] = levels(maths.log(np.maximum(rules.fading, 1e-3))) - ZERO_LEVEL
    to_end = np.minimum(last.take(row) - month, len(fading) - 1)
    use = likes.take(row) + fading.take(np.maximum(to_end, 0))
    use += starts_at.take(row) * (month == first.take(row))

    opens = levels(math.log(rules.sessions) + rules.rate * block.latents.z_rate + rules.spread * taste)
    return {
        "customer_id": ids.take(row),
        "month_on": clock.month_days.take(month),
        "app_sessions": counts(opens.take(row), app_lot) * app,
        "benefits_used": counts(use, club_lot) * member,
    }


def whole_months(clock: Clock) -> int:
    """Months of the run that lie in it wholly."""
    end = clock.month_days[-1:].astype("datetime64[D]")
    begins = end.astype("datetime64[M]").astype("datetime64[D]") == end
    return len(clock.month_days) - 2 + int(begins[0])


def _month_of(clock: Clock, day: np.ndarray) -> np.ndarray:
    """Index of the month of a day (since 1970); days after the run have one beyond its last."""
    return np.searchsorted(clock.month_days, day, side="right") - 1


def _club_months(clock: Clock, members: Members, people: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First and last month of each customer's membership, and the level lost in the first, which is part."""
    first, last = np.full(people, 1), np.full(people, 0)
    begins = _month_of(clock, members.started)
    first[members.who] = begins
    # Months after the run are counted on, so that what fades does not know where the run ends.
    ended = (members.ended - 1).astype("datetime64[D]").astype("datetime64[M]")
    started = members.started.astype("datetime64[D]").astype("datetime64[M]")
    last[members.who] = begins + (ended - started).astype(np.int64)
    month = members.started.astype("datetime64[D]").astype("datetime64[M]")
    day_one, next_one = (m.astype("datetime64[D]").astype(np.int64) for m in (month, month + 1))
    part = (next_one - members.started) / (next_one - day_one)
    lost = np.zeros(people, dtype=np.int32)
    lost[members.who] = levels(maths.log(part)) - ZERO_LEVEL
    return first, last, lost


def _app_months(block: Block) -> tuple[np.ndarray, np.ndarray]:
    """First and last month in which each customer has the app and is still there."""
    clock, end = block.world.clock, block.world.clock.end_week
    has = block.app_from < np.minimum(end, block.left)
    since, until = np.where(has, block.app_from, 0.0), np.where(has, np.minimum(block.left, end), 0.0)
    months = clock.months.astype(np.int64)
    first, last = months[clock.day_of(since)], months[clock.day_of(until)]
    return np.where(has, first, 1), np.where(has, last, 0)
