"""The Club: who joins with the first order, with which plan, and how long each stays.

Whether and with which plan somebody joins is drawn given her rate and spend alone. The probability of leaving
at the end of each month is Ga / (Ga + Gb) from two gamma variates whose scores have nothing to do with
either, so over the members of a plan it is exactly beta(alpha, beta), and the number of months exactly
shifted-beta-geometric (Fader and Hardie 2007). The first score may be tied to that of leaving the shop.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws, maths
from generator.block_values import Nullable
from generator.business.block import Block
from generator.business.people import choose
from generator.clock import DAY_SECONDS
from generator.latents import tied
from generator.memo import per_world
from generator.world import World

MOST_MONTHS = 1200  # a hundred years: who stays longer is counted as staying so long
YEAR_MONTHS = 12


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {("subscriptions", "plan"): [plan.name for plan in world.scenario.club.plans]}


@per_world
def churn_laws(world: World) -> list[tuple[maths.Curve, maths.Curve]]:
    """For each plan, the two gamma laws behind the probability of leaving."""
    return [(maths.gamma_curve(p.alpha), maths.gamma_curve(p.beta)) for p in world.scenario.club.plans]


@dataclass(frozen=True)
class Members:
    """Those who join (arrays of equal length, in order of customers).

    `who`: position in the block. `plan`: index into the scenario's. `odds`: log odds of leaving at the end of
    a month; `stay`: probability of staying. `months`: how many months she stays in all. `started`, `ended`:
    days since 1970, `ended` also where it lies after the run.
    """

    who: np.ndarray
    plan: np.ndarray
    odds: np.ndarray
    stay: np.ndarray
    months: np.ndarray
    started: np.ndarray
    ended: np.ndarray


def draw_members(block: Block) -> Members:
    """Who joins, with which plan, and for how long."""
    world, z, plans = block.world, block.latents, block.world.scenario.club.plans
    key = draws.keys(world.seed, "club", block.ids)
    pull = [plan.logit + plan.rate * z.z_rate + plan.spend * z.z_spend for plan in plans]
    choice = choose([np.zeros(len(key)), *pull], draws.uniform(draws.bits(key, 0)))
    who = np.flatnonzero(choice)
    plan, key = choice[who] - 1, key[who]

    score = [maths.normal_quantile(draws.uniform(draws.bits(key, n))) for n in (1, 2)]
    score[0] = tied(world.scenario.club.dropout, z.z_dropout[who], score[0])
    logs = np.empty((2, len(who)))
    for k, laws in enumerate(churn_laws(world)):
        mine = plan == k
        for part in (0, 1):
            logs[part, mine] = laws[part](score[part][mine])
    odds = np.minimum(np.maximum(logs[0] - logs[1], -30.0), 30.0)
    stay = 1.0 / (1.0 + maths.exp(odds))
    survived = maths.log(draws.uniform(draws.bits(key, 3))) / maths.log(stay)
    months = 1 + np.minimum(np.floor(survived), MOST_MONTHS - 1).astype(np.int64)
    started = block.orders.second[block.orders.times.start[:-1][who]] // DAY_SECONDS
    return Members(who, plan, odds, stay, months, started, months_later(started, months))


def months_later(day: np.ndarray, months: np.ndarray) -> np.ndarray:
    """The same day of the month so many months later, or the last of a shorter month (days since 1970)."""
    date = day.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    within = (date - month.astype("datetime64[D]")).astype(np.int64)
    month = month + months
    first = month.astype("datetime64[D]").astype(np.int64)
    last = (month + 1).astype("datetime64[D]").astype(np.int64) - 1
    return np.minimum(first + within, last)


def subscriptions_table(block: Block, members: Members) -> dict:
    """Columns of `subscriptions`; a membership that runs on at the end of the run has no end yet."""
    end = block.world.clock.end_second // DAY_SECONDS
    fees = np.array([round(plan.fee_eur * 100) for plan in block.world.scenario.club.plans])
    return {
        "customer_id": block.ids[members.who],
        "plan": members.plan,
        "started_on": members.started,
        "ended_on": Nullable(members.ended, members.ended >= end),
        "fee_eur": fees[members.plan],
    }


def truth_subscriptions(block: Block, members: Members) -> dict[str, np.ndarray]:
    """Columns of `truth_subscriptions`: renewals are counted from the end of the run."""
    end = block.world.clock.end_second // DAY_SECONDS
    running = members.ended >= end
    today = np.array([end - 1]).astype("datetime64[D]").astype("datetime64[M]")
    passed = (today - members.started.astype("datetime64[D]").astype("datetime64[M]")).astype(np.int64)
    passed -= months_later(members.started, passed) >= end
    left = members.months - passed - 1  # of those still running: renewals that lie ahead
    second = members.stay * members.stay
    fourth = second * second
    year = fourth * fourth * fourth
    leave = 1.0 / (1.0 + maths.exp(-members.odds))
    return {
        "customer_id": block.ids[members.who],
        "churn_per_month": leave,
        "months_in_all": members.months,
        "expected_renewals_next_year": np.where(running, members.stay * (1.0 - year) / leave, 0.0),
        "realised_renewals_next_year": np.where(running, np.minimum(left, YEAR_MONTHS), 0),
    }
