"""Cells of like customers: a company as two thousand rows instead of one for each person.

A cell is not its members' plain mean, since the mean of survival is not the survival at the mean hazard. It
has their number; the hazard that gives their discounted life, with what each spends as its weight; the rate
that gives their repeat orders over that life, the order value that gives their revenue, and the rate as
catalogues see it that gives their catalogues. What belongs to an order is a mean over orders, what sells more
a mean over margin, what acts on staying a mean over the margin that staying brings. What levers do to each
cell is then set to what they do to its members (`generator.simulate.matching`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from generator import maths
from generator.errors import WrongUse
from generator.simulate.cutting import cut
from generator.simulate.game import PAST, Game
from generator.simulate.matching import matched
from generator.simulate.rows import People, Rows

CELLS, MOST_CELLS = 2_000, 100_000
LOWEST, HIGHEST, HALVINGS = 1e-7, 50.0, 60  # where a hazard is looked for, down to its last bits
ROUNDS = 20  # in which a rate settles


def cells_of(people: People, count: int = CELLS) -> People:
    """The same company in about `count` cells: never fewer than there are strata (see
    `generator.simulate.cutting`), nor more than persons.

    Persons by quarter, need and, of newcomers, channel are kept exactly; `ids` are of one member of each.
    Raises `WrongUse` for a count that is none.
    """
    if not 1 <= count <= MOST_CELLS:
        raise WrongUse(f"cells must be between 1 and {MOST_CELLS:,}; found {count}.")
    game = Game(people)
    life = _Life.of(game)
    rows = people.rows
    a_week = rows.rate * rows.value * (1.0 - rows.goods) + game.kernel.contact_eur(0.0) / life.quarter
    label = cut(game, rows.weight * life.weeks(rows.hazard) * a_week, count)
    return matched(game, _merged(game, life, label), label)


@dataclass(frozen=True)
class _Life:
    """Discounted weeks that a customer lives until the horizon, by her hazard.

    `quarter`: weeks of one. `discount`: log a week. `horizon`: weeks.
    """

    quarter: float
    discount: float
    horizon: float

    @classmethod
    def of(cls, game: Game) -> _Life:
        weeks = float(np.add.reduce(game.people.lengths[:4])) / 4.0
        quarters = game.quarters + game.rules.tail_quarters
        return cls(weeks, -game.kernel.log_per_quarter / weeks, quarters * weeks)

    def weeks(self, hazard: np.ndarray) -> np.ndarray:
        ends = hazard + self.discount
        return (1.0 - maths.exp(-ends * self.horizon)) / ends

    def hazard_of(self, weeks: np.ndarray) -> np.ndarray:
        """The hazard that gives so many weeks."""
        low, high = np.full(len(weeks), LOWEST), np.full(len(weeks), HIGHEST)
        for _ in range(HALVINGS):
            middle = 0.5 * (low + high)
            longer = self.weeks(middle) > weeks
            low, high = np.where(longer, middle, low), np.where(longer, high, middle)
        return 0.5 * (low + high)


def _merged(game: Game, life: _Life, label: np.ndarray) -> People:
    """Cells before levers are matched."""
    people, rows, kernel = game.people, game.people.rows, game.kernel
    count = int(label.max()) + 1

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(label, values, count)

    def mean(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
        weights = np.where(total(weights)[label] > 0.0, weights, rows.weight)
        return total(values * weights) / total(weights)

    homes = [game.start.homes[-1]] * (PAST + 1)
    usual = game.acts.of_quarter(0, len(label), [game.usual] * (PAST + 1), homes, None, False)
    lost = kernel.span * usual.lost + kernel.late  # weeks of orders that an order costs: see `Kernel.quarter`
    persons, lives = total(rows.weight), life.weeks(rows.hazard)
    repeats = rows.weight * rows.rate * maths.exp(-rows.rate * lost) * lives
    orders = repeats + rows.weight * (rows.quarter > 0)
    margin = orders * rows.value * (1.0 - rows.goods)
    staying = repeats * rows.value * (1.0 - rows.goods) * rows.hazard / (rows.hazard + life.discount)

    hazard = life.hazard_of(mean(lives, rows.weight * rows.rate * rows.value))
    weeks = persons * life.weeks(hazard)
    rate, loses = total(repeats) / weeks, mean(lost, repeats * rows.value * rows.rate)
    wanted = rate
    for _ in range(ROUNDS):
        rate = wanted * maths.exp(rate * loses)
    mailed = total(rows.weight * lives * (1.0 - maths.exp(-rows.heard * game.company.mail_weeks))) / weeks
    heard = maths.log(np.maximum(1.0 - mailed, 1e-300)) / -game.company.mail_weeks

    # Products of what differs within a cell keep their mean: tickets × exposure × soreness, tickets × stay.
    hand_offs = game.scenario.service.hand_offs
    bad = 1.0 - maths.exp(-hand_offs * rows.exposure)
    tickets, badly = mean(rows.tickets, orders), mean(bad, margin * rows.tickets)
    some, passed = np.maximum(tickets, 1e-300), np.maximum(badly, 1e-300)
    made = {
        "weight": persons, "hazard": hazard, "rate": rate, "heard": heard, "tickets": tickets,
        "stay": mean(rows.stay * np.where(some[label] > 1e-9, rows.tickets / some[label], 1.0), staying),
        "exposure": maths.log(1.0 - badly) / -max(hand_offs, 1e-300),
        "sore": mean(rows.tickets * bad * rows.sore, margin) / some / passed,
        "first_line": _commonest(label, rows.first_line, count),
        "channel": _commonest(label, rows.channel, count),
        "mailed": np.array([mean(age, rows.weight) for age in rows.mailed]),
    }  # fmt: skip
    over: dict[str, np.ndarray] = {
        "value": orders, "goods": repeats * rows.value, "goods_first": rows.weight * rows.value,
        "fulfil": orders, "back": repeats, "claims": margin, "late": margin * rows.rate,
        "wear": staying * rows.hazard * lives, "log_scale": orders * rows.claims, "breadth": staying,
        "fit": staying, "averse": staying, "effect": staying, "seen": staying, "local": margin,
        "price_led": staying, "surplus": orders,
    }  # fmt: skip
    by_persons: np.ndarray = rows.weight
    first = np.unique(label, return_index=True)[1]
    for name in (field.name for field in fields(Rows)):
        values = getattr(rows, name)
        if name in ("quarter", "need"):
            made[name] = values[first]
        elif name not in made:
            made[name] = mean(values, over.get(name, by_persons))
    until = np.searchsorted(made["quarter"], np.arange(len(people.until)), side="right")
    return replace(people, ids=people.ids[first], rows=Rows(**made), until=until)


def _commonest(label: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """By cell: the value that most of its members have, the lowest of several."""
    kinds = int(values.max()) + 1
    return np.bincount(label * kinds + values, minlength=count * kinds).reshape(count, kinds).argmax(axis=1)
