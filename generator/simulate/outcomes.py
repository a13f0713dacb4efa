"""What a quarter shows: two P&Ls that agree to the cent, customer equity, the five lenses, NPS, and the
like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import maths
from generator.business.surveys import MANY, SOME
from generator.simulate.cents import cents, shared
from generator.simulate.game import Game, Turn
from generator.simulate.kernel import Quarter
from generator.simulate.rows import YEAR_WEEKS

PROMOTER, DETRACTOR = 8, 6  # edges of the score above and below which somebody is one
DISTURBED_DAYS = 10.0  # what a move of the organisation adds to decisions (judgement)


@dataclass(frozen=True)
class Ledger:
    """P&L of one quarter, whole cents.

    `lines`: product line × (revenue, goods, returns). `segments`: need segment × (revenue, goods, parcels,
    returns, service, contact, acquisition). Columns of both agree where both have them. `offers`,
    `organisation`, `lamps`: of the whole company. `profit`: revenue less all costs.
    """

    lines: np.ndarray
    segments: np.ndarray
    offers: int
    organisation: int
    lamps: int
    dead: int

    LINES = ("revenue", "goods", "returns")
    SEGMENTS = ("revenue", "goods", "parcels", "returns", "service", "contact", "acquisition")

    @property
    def profit(self) -> int:
        """Cents."""
        costs = int(self.segments[:, 1:].sum()) + self.offers + self.organisation + self.lamps + self.dead
        return int(self.segments[:, 0].sum()) - costs


def ledger(game: Game, turn: Turn) -> Ledger:
    """The quarter's books."""
    people, rows, done = game.people, game.people.rows, turn.done
    n = len(done.mass)
    need, needs = rows.need[:n], len(game.scenario.needs)
    channels, lines = len(game.scenario.channels), len(game.scenario.lines)

    def by_need(values: np.ndarray) -> np.ndarray:
        return np.bincount(need, values, needs)

    who = need * channels + rows.channel[:n]
    came = np.bincount(who, done.came, needs * channels).reshape(needs, channels)
    share = came / np.maximum(came.sum(axis=0), 1e-300)
    columns = [
        by_need(part)
        for part in (done.revenue, done.goods, done.parcels, done.returns, done.service, done.contact)
    ]
    spent = np.where(came.sum(axis=0) > 0, turn.acquisition, 0.0)
    columns.append(share @ spent + (turn.acquisition - spent).sum() / needs)
    segments = np.array([shared(column) for column in columns]).T

    repeat = by_need(done.revenue - done.first_revenue)
    first, first_need = (
        np.bincount(rows.first_line[:n], done.first_revenue, lines),
        by_need(done.first_revenue),
    )
    revenue = (repeat + (1.0 - people.main) * first_need) @ people.line_shares + people.main * first
    factors = np.array([line.return_factor for line in game.scenario.lines])
    goods, back = revenue * people.line_costs, revenue * factors
    by_line = np.array([
        _filled(revenue, int(segments[:, 0].sum())),
        _filled(goods, int(segments[:, 1].sum())),
        _filled(back, int(segments[:, 3].sum())),
    ]).T  # fmt: skip
    organisation = cents(float(done.house.sum()))
    return Ledger(
        by_line, segments, cents(turn.offers), organisation, cents(turn.lamps), cents(done.dead_eur)
    )


def _filled(weights: np.ndarray, whole: int) -> np.ndarray:
    """A whole number of cents shared by weights."""
    total = float(weights.sum())
    if total <= 0.0:
        weights, total = np.ones(len(weights)), float(len(weights))
    sums = np.rint(np.cumsum(weights) / total * whole).astype(np.int64)
    sums[-1] = whole
    return np.diff(sums, prepend=0)


def lenses(game: Game, turn: Turn, before: Turn | None) -> dict[str, float]:
    """The five lenses of a customer-base audit (Fader, Hardie, Ross 2022), as far as a quarter shows them.

    1 how customers differ; 2 what changed from one period to the next; 3 how one cohort ages; 4 how cohorts
    differ; 5 the health of the whole base.
    """
    done, n = turn.done, len(turn.done.mass)
    quarter = game.people.rows.quarter[:n]
    buys = _buys(done)
    order = np.argsort(-done.revenue / np.maximum(done.live, 1e-300), kind="stable")
    held, spent = np.cumsum(done.live[order]), np.cumsum(done.revenue[order])
    top = float(np.interp(0.2 * held[-1], held, spent)) / max(float(spent[-1]), 1e-300)
    found = {
        "1 active customers": float(buys.sum()),
        "1 revenue share of the best fifth": top,
        "1 orders per active customer": float((done.repeats + done.came).sum() / max(buys.sum(), 1e-300)),
    }
    if before is not None:
        was = _buys(before.done)
        again = float((was * np.where(was > 0, buys[: len(was)], 0.0)).sum() / max(was.sum(), 1e-300))
        found |= {
            "2 active again, of last quarter's active": again,
            "2 new among the active": float(
                buys[quarter == turn.after.quarter].sum() / max(buys.sum(), 1e-300)
            ),
        }
    first = quarter == 1
    if first.any():
        found["3 of the first quarter's newcomers still there"] = float(
            done.mass[first].sum() / max(float(game.people.rows.weight[:n][first].sum()), 1e-300)
        )
    new = quarter == turn.after.quarter
    if new.any():
        worth = game.kernel.rest(turn.after.quarter - 1, done.mass, turn.influence, turn.house, 12)
        came = max(float(done.came[new].sum()), 1e-300)
        found["4 three years' worth of a newcomer, EUR"] = float(worth[new].sum()) / came
    found["5 live customers"] = float(done.mass.sum())
    found["5 revenue from newcomers since the start"] = float(
        done.revenue[quarter > 0].sum() / max(float(done.revenue.sum()), 1e-300)
    )
    return found


def _buys(done: Quarter) -> np.ndarray:
    """Persons of each row who order in the quarter."""
    started = done.mass + done.left
    mean = np.where(started > 0.0, done.repeats / np.where(started > 0.0, started, 1.0), 0.0)
    return np.maximum(started * (1.0 - maths.exp(-mean)), done.came)


def nps(game: Game, turn: Turn) -> tuple[float, float]:
    """Net promoter score as measured and as it is (points).

    As it is: of all who ordered within a year. As measured: of those who answer (often and late buyers do
    more), with what pay on the score adds to it.
    """
    rules, rows, done = game.scenario.voice.nps, game.people.rows, turn.done
    n = len(done.mass)
    a_year = rows.rate[:n] * YEAR_WEEKS
    often = (a_year >= SOME).astype(np.float64) + (a_year >= MANY)
    recent = 1.0 - maths.exp(-rows.rate[:n] * 13.0)
    paid = np.array([channel.name in rules.paid_channels for channel in game.scenario.channels])
    opinion = rules.base + rules.phases[-1].lift + rules.paid_gap * paid[rows.channel[:n]]
    mood = rows.satisfaction[:n] + turn.influence.satisfaction
    if turn.influence.mood != 0.0:
        mood = mood + turn.influence.mood * game.rules.serving.points * rows.tickets[:n] / 0.2
    opinion = opinion + rules.by_frequency * often + rules.by_recency * recent + rules.by_satisfaction * mood
    above, below = rules.score_edges[PROMOTER], rules.score_edges[DETRACTOR]
    noise = max(rules.noise, 1e-9)
    net = maths.normal_cdf((opinion - above) / noise) - maths.normal_cdf((below - opinion) / noise)
    odds = rules.answer + rules.answer_by_frequency * often + rules.answer_by_recency * recent
    answers = done.live / (1.0 + maths.exp(-odds))
    true = 100.0 * float((done.live * net).sum() / done.live.sum())
    seen = 100.0 * float((answers * net).sum() / answers.sum()) + turn.influence.pulls["nps_points"]
    return min(max(seen, -100.0), 100.0), true


def estimated_equity(game: Game, turn: Turn, before: Turn | None) -> float:
    """Customer equity as the company would put it (EUR): who ordered within a year counts as a customer, all
    are worth the mean margin, and all stay with the mean probability for ever (Gupta, Lehmann, Stuart
    2004)."""
    done = turn.done
    counted = float(done.mailed.sum())
    new = float(done.came.sum())
    was = float(before.done.mailed.sum()) if before is not None else counted + float(done.left.sum()) - new
    stays = min(max((counted - new) / max(was, 1e-300), 0.0), 0.99)
    margin = float((done.gross - done.parcels - done.returns - done.service - done.contact).sum())
    factor = game.kernel.per_quarter
    return margin * stays * factor / (1.0 - stays * factor)


def latency_days(game: Game, turn: Turn) -> float:
    """Days until the house decides on something that touches several product lines."""
    table = game.rules.organising.latency_days
    return table[turn.house.stage] + DISTURBED_DAYS * turn.house.moved


def surplus(game: Game, turn: Turn) -> float:
    """What orders are worth to customers beyond what they paid (EUR): shown, not scored."""
    rows, done, n = game.people.rows, turn.done, len(turn.done.mass)
    orders = done.repeats + done.came
    given = rows.value[:n] * (1.0 - turn.influence.price)
    return float((orders * (rows.surplus[:n] + given)).sum())
