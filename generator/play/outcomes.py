"""What a quarter shows: two P&Ls that agree to the cent, customer equity, the five lenses, and the like."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from generator.play.arrays import Array
from generator.play.cents import cents, filled, shared
from generator.play.elementary import added
from generator.play.game import Game, Turn
from generator.play.kernel import Quarter

DISTURBED_DAYS = 10.0  # what a move of the organisation adds to decisions (judgement)
BEST = 0.2  # the share of customers whose revenue the first lens tells
LEAST = 1e-300  # below which nothing is divided by


@dataclass(frozen=True)
class Ledger:
    """P&L of one quarter, whole cents.

    `lines`: product line × (revenue, goods, returns). `segments`: need segment × (revenue, goods, parcels,
    returns, service, contact, acquisition). Columns of both agree where both have them. `offers`,
    `organisation`, `lamps`: of the whole company. `profit`: revenue less all costs.
    """

    lines: list[list[int]]
    segments: list[list[int]]
    offers: int
    organisation: int
    lamps: int
    dead: int

    LINES = ("revenue", "goods", "returns")
    SEGMENTS = ("revenue", "goods", "parcels", "returns", "service", "contact", "acquisition")

    def line_total(self, name: str) -> int:
        """Cents of all product lines."""
        place = self.LINES.index(name)
        return _cents_of(row[place] for row in self.lines)

    def segment_total(self, name: str) -> int:
        """Cents of all need segments."""
        place = self.SEGMENTS.index(name)
        return _cents_of(row[place] for row in self.segments)

    @property
    def profit(self) -> int:
        """Cents."""
        costs = self.offers + self.organisation + self.lamps + self.dead
        for name in self.SEGMENTS[1:]:
            costs += self.segment_total(name)
        return self.segment_total("revenue") - costs


def ledger(game: Game, turn: Turn) -> Ledger:
    """The quarter's books."""
    company, rows, done, arrays = game.company, game.company.rows, turn.done, game.arrays
    n, needs = len(done.mass), len(game.scenario.needs)
    need = rows.need[:n]

    def by_need(values: Array) -> list[float]:
        return arrays.by_group(need, values, needs)

    columns = [
        by_need(part)
        for part in (done.revenue, done.goods, done.parcels, done.returns, done.service, done.contact)
    ]
    by_column = [shared(column) for column in [*columns, _acquisition(game, turn)]]

    repeat, first = by_need(done.revenue - done.first_revenue), by_need(done.first_revenue)
    main = arrays.by_group(rows.first_line[:n], done.first_revenue, len(game.scenario.lines))
    spread = [again + (1.0 - company.main) * once for again, once in zip(repeat, first, strict=True)]
    revenue = [
        added(eur * shares[k] for eur, shares in zip(spread, company.line_shares, strict=True))
        + company.main * main[k]
        for k in range(len(main))
    ]
    goods = [eur * share for eur, share in zip(revenue, company.line_costs, strict=True)]
    lines = game.scenario.lines
    back = [eur * line.return_factor for eur, line in zip(revenue, lines, strict=True)]
    by_line = [
        filled(weights, _cents_of(by_column[Ledger.SEGMENTS.index(name)]))
        for weights, name in zip((revenue, goods, back), Ledger.LINES, strict=True)
    ]
    return Ledger(
        [list(row) for row in zip(*by_line, strict=True)],
        [list(row) for row in zip(*by_column, strict=True)],
        cents(turn.offers),
        cents(arrays.total(done.house)),
        cents(turn.lamps),
        cents(done.dead_eur),
    )


def _cents_of(parts: Iterable[int]) -> int:
    found = 0
    for part in parts:
        found += part
    return found


def _acquisition(game: Game, turn: Turn) -> list[float]:
    """EUR by need: each channel's spend by whom it brought, and equally where it brought nobody."""
    arrays, n = game.arrays, len(turn.done.mass)
    needs, channels = len(game.scenario.needs), len(game.scenario.channels)
    came = arrays.by_group(game.need_and_channel[:n], turn.done.came, needs * channels)
    found = [0.0] * needs
    for channel, eur in enumerate(arrays.listed(turn.acquisition)):
        brought = came[channel::channels]
        everybody = added(brought)
        for need, persons in enumerate(brought):
            found[need] += eur * (persons / everybody if everybody > 0.0 else 1.0 / needs)
    return found


def lenses(game: Game, turn: Turn, before: Turn | None) -> dict[str, float]:
    """The five lenses of a customer-base audit (Fader, Hardie, Ross 2022), as far as a quarter shows them.

    1 how customers differ; 2 what changed from one period to the next; 3 how one cohort ages; 4 how cohorts
    differ; 5 the health of the whole base.
    """
    arrays, done, until, quarter = game.arrays, turn.done, game.company.until, turn.after.quarter
    total, newest = arrays.total, until[quarter - 1]
    buys, revenue = _buys(game, done), total(done.revenue)
    buyers = max(total(buys), LEAST)
    found = {
        "1 active customers": total(buys),
        "1 revenue share of the best fifth": _best(game, done) / max(revenue, LEAST),
        "1 orders per active customer": total(done.repeats + done.came) / buyers,
    }
    if before is not None:
        was = _buys(game, before.done)
        again = was * arrays.where(was > 0.0, buys[: len(was)], 0.0)
        found |= {
            "2 active again, of last quarter's active": total(again) / max(total(was), LEAST),
            "2 new among the active": total(buys[newest:]) / buyers,
        }
    first = slice(until[0], until[1])
    if until[1] > until[0]:
        weight = total(game.company.rows.weight[first])
        found["3 of the first quarter's newcomers still there"] = total(done.mass[first]) / max(weight, LEAST)
    if until[quarter] > newest:
        worth = game.kernel.rest(quarter - 1, done.mass, turn.influence, turn.house, 12)
        came = max(total(done.came[newest:]), LEAST)
        found["4 three years' worth of a newcomer, EUR"] = total(worth[newest:]) / came
    found["5 live customers"] = total(done.mass)
    since = total(done.revenue[until[0] :])
    found["5 revenue from newcomers since the start"] = since / max(revenue, LEAST)
    return found


def _best(game: Game, done: Quarter) -> float:
    """EUR of revenue from the best fifth of live customers."""
    arrays = game.arrays
    order = arrays.highest_first(done.revenue / arrays.maximum(done.live, LEAST), done.live >= 0.0)
    held = arrays.listed(arrays.running(arrays.taken(done.live, order)))
    spent = arrays.listed(arrays.running(arrays.taken(done.revenue, order)))
    wanted = BEST * held[-1]
    k = bisect_left(held, wanted)
    if k == 0:
        return float(spent[0])
    part = (wanted - held[k - 1]) / (held[k] - held[k - 1])
    return float(spent[k - 1] + part * (spent[k] - spent[k - 1]))


def _buys(game: Game, done: Quarter) -> Array:
    """Persons of each row who order in the quarter."""
    if done.buyers is not None:
        return done.buyers
    arrays, started = game.arrays, done.mass + done.left
    there = started > 0.0
    mean = arrays.where(there, done.repeats / arrays.where(there, started, 1.0), 0.0)
    return arrays.maximum(started * (1.0 - arrays.exp(-mean)), done.came)


def estimated_equity(game: Game, turn: Turn, before: Turn | None) -> float:
    """Customer equity as the company would put it (EUR): who ordered within a year counts as a customer, all
    are worth the mean margin, and all stay with the mean probability for ever (Gupta, Lehmann, Stuart
    2004)."""
    done, total = turn.done, game.arrays.total
    counted, new = total(done.mailed), total(done.came)
    was = total(before.done.mailed) if before is not None else counted + total(done.left) - new
    stays = min(max((counted - new) / max(was, LEAST), 0.0), 0.99)
    margin = total(done.gross - done.parcels - done.returns - done.service - done.contact)
    factor = game.kernel.per_quarter
    return margin * stays * factor / (1.0 - stays * factor)


def latency_days(game: Game, turn: Turn) -> float:
    """Days until the house decides on something that touches several product lines."""
    days = game.rules.organising.latency_days[turn.house.stage]
    return float(days + DISTURBED_DAYS * turn.house.moved)


def surplus(game: Game, turn: Turn) -> float:
    """What orders are worth to customers beyond what they paid (EUR): shown, not scored."""
    rows, done, n = game.company.rows, turn.done, len(turn.done.mass)
    given = rows.value[:n] * (1.0 - turn.influence.price)
    return game.arrays.total((done.repeats + done.came) * (rows.surplus[:n] + given))
