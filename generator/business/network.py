"""Who writes to whom: messages between employees in one counted week of each month.

Messages are Poisson. Of what the staff write inside teams, a share runs along customer segments and the
rest along product lines; with Hill's stage n of five the share is n / 5. A pilot team moves its members'
share, and loses what it won as months go by. Managers write to their people; everybody writes to anybody
now and then.
"""

from __future__ import annotations

import numpy as np

from generator import draws, maths
from generator.business.organisation import chart
from generator.memo import per_world
from generator.world import World

SAME_LINE, SAME_SEGMENT, ONE_IN_PILOT, BOTH_IN_PILOT, REPORTS = 1, 2, 4, 8, 16
KINDS = 32
MOST_MESSAGES = 40
TO_MANAGER = 1.5  # messages a week between a manager and each of her people


def pilot_strength(world: World, months: int) -> np.ndarray:
    """Share of the pilot's talk that its segment has won from the lines, in each of so many months."""
    pilot = world.scenario.organisation.pilot
    age = np.arange(months) - ((pilot.month or months + 1) - 1)
    left = maths.exp(-np.maximum(age, 0) / pilot.half_life * maths.LN2)
    return np.where(age >= 0, pilot.strength * left, 0.0)


@per_world
def pairs(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All pairs of employees (positions a < b), and what they have in common (sum of the flags above)."""
    who, rules = chart(world), world.scenario.organisation
    a, b = np.triu_indices(len(who.ids), 1)
    kind = SAME_LINE * ((who.line[a] == who.line[b]) & who.staff[a] & who.staff[b])
    kind = kind + SAME_SEGMENT * ((who.segment[a] == who.segment[b]) & who.staff[a] & who.staff[b])
    if rules.pilot.month is not None:
        own = who.staff & (who.segment == rules.segments.index(rules.pilot.segment))
        kind = kind + ONE_IN_PILOT * (own[a] != own[b]) + BOTH_IN_PILOT * (own[a] & own[b])
    reports = (who.manager[a] == who.ids[b]) | (who.manager[b] == who.ids[a])
    return a, b, kind + REPORTS * reports


def means(world: World, months: int) -> np.ndarray:
    """Month × kind of pair -> mean messages in the month's counted week."""
    rules, (_, _, kind) = world.scenario.organisation, pairs(world)
    team = rules.staff * rules.messages / 2.0 * (1.0 - rules.background)
    lines = max(int((kind & SAME_LINE > 0).sum()), 1)
    segments = max(int((kind & SAME_SEGMENT > 0).sum()), 1)
    along = rules.stage / 5.0
    moved = (along + (1.0 - along) * pilot_strength(world, months))[:, None]
    flags = np.arange(KINDS)[None, :]
    one, both = flags & ONE_IN_PILOT > 0, flags & BOTH_IN_PILOT > 0
    # Within the pilot both sides move; a pair with one member in it loses half of what it moves.
    segment_share = np.where(both, moved, along)
    line_share = 1.0 - np.where(both, moved, np.where(one, along + (moved - along) * 0.5, along))
    mean = np.full((months, KINDS), rules.staff * rules.messages / 2.0 * rules.background / len(kind))
    mean = mean + np.where(flags & SAME_LINE > 0, line_share * team / lines, 0.0)
    mean = mean + np.where(flags & SAME_SEGMENT > 0, segment_share * team / segments, 0.0)
    return mean + np.where(flags & REPORTS > 0, TO_MANAGER, 0.0)


def thresholds(mean: np.ndarray) -> np.ndarray:
    """Number × the shape of `mean`: 16-bit draws below it mean at most so many messages (Poisson)."""
    step = maths.exp(-mean)
    reached = step.copy()
    table = np.empty((MOST_MESSAGES, *mean.shape), dtype=np.int32)
    for k in range(MOST_MESSAGES):
        table[k] = np.rint(reached * 65536.0)
        step = step * mean / (k + 1)
        reached = np.minimum(reached + step, 1.0)
    return table


def counted_weeks(world: World) -> np.ndarray:
    """First days (Mondays) of the counted weeks that are over when the run ends: one in each month."""
    clock = world.clock
    first = clock.month_days[:-1]
    monday = first + (4 - first) % 7  # day 4 of 1970 was a Monday
    return monday[monday + 7 <= clock.first_day + clock.days]


def interactions_table(world: World) -> dict[str, np.ndarray]:
    """Columns of `interactions`: pairs who wrote to each other at all."""
    a, b, kind = pairs(world)
    weeks = counted_weeks(world)
    key = draws.keys(world.seed, "messages", np.arange(len(a)))
    quarters = draws.bits(key[None, :], np.arange(-(-len(weeks) // 4))[:, None])
    table = thresholds(means(world, len(weeks)))
    found = []
    for month in range(len(weeks)):
        draw = draws.slice16(quarters[month // 4], month % 4)
        wrote = np.flatnonzero(draw >= table[0, month][kind])
        found.append((np.full(len(wrote), month), wrote, draw[wrote]))
    empty = np.zeros(0, dtype=np.int64)
    months, pair, draw = (
        np.concatenate([empty, *parts]) for parts in (zip(*found, strict=True) if found else ((), (), ()))
    )
    count, more = np.ones(len(pair), dtype=np.int64), np.arange(len(pair))
    for k in range(1, MOST_MESSAGES):
        more = more[draw[more] >= table[k, months[more], kind[pair[more]]]]
        if not more.size:
            break
        count[more] += 1
    return {
        "employee_a": a[pair] + 1,
        "employee_b": b[pair] + 1,
        "week_on": weeks[months],
        "messages": count,
    }
