"""How each department did, month by month, and how customer equity truly did: from the ledger.

No block knows what the others sold, so each block leaves a few sums by month, in whole cents, and the tables
are made from their total when all blocks are made (`Sums`). Sums of whole numbers do not depend on how
customers are cut into blocks, and a company of millions leaves no more of them than one of a hundred.

True equity at the end of a month is what the customers in the books by then, who have not left, are expected
to spend from then on, later euros discounted (`truth_customers.expected_lifetime_spend_eur`, month by month).
Finance knows none of that: it takes the revenue of the last twelve months, and that a share `kept` of it
comes again each year. Indexes are of the mean of the first twelve months, so that the past stays as it is
when time goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws, maths
from generator.business import future
from generator.business.block import Block
from generator.business.usage import whole_months
from generator.scenario.parts.organisation import DEPARTMENTS, Bonus
from generator.world import World

YEAR_MONTHS = 12
ALL = "all"


@dataclass(frozen=True)
class Sums:
    """What blocks leave for the tables of the whole company, by whole month of the run (int64).

    `revenue`: month × product line, cents. `newcomers`: customers who truly came in the month. `customers`:
    in the books for the first time. `equity`: at the month's end, cents.
    """

    revenue: np.ndarray
    newcomers: np.ndarray
    customers: np.ndarray
    equity: np.ndarray

    @classmethod
    def none(cls, world: World) -> Sums:
        """Of nobody."""
        months, lines = whole_months(world.clock), len(world.scenario.lines)
        zero = np.zeros(months, dtype=np.int64)
        return cls(np.zeros((months, lines), dtype=np.int64), zero, zero, zero)

    def __add__(self, other: Sums) -> Sums:
        """Of both together."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Sums(*(own + more for own, more in pairs))

    def as_data(self) -> dict[str, list]:
        """As what JSON can hold."""
        return {name: values.tolist() for name, values in vars(self).items()}

    @classmethod
    def from_data(cls, data: dict[str, list], world: World) -> Sums:
        """From `as_data`."""
        none = vars(cls.none(world))
        return cls(
            **{name: np.array(data[name], dtype=np.int64).reshape(old.shape) for name, old in none.items()}
        )


def block_sums(block: Block) -> Sums:
    """What a block leaves."""
    world, times, months = block.world, block.orders.times, whole_months(block.world.clock)
    width, month = len(world.scenario.lines), world.clock.months.take(times.day).astype(np.int64)
    cell = month.take(block.lines.order) * width + block.lines.product_line
    revenue = np.bincount(cell, weights=block.lines.paid, minlength=months * width)  # whole numbers: exact
    first = month.take(times.start[:-1])
    return Sums(
        revenue[: months * width].reshape(months, width).astype(np.int64),
        np.bincount(first[~block.who.early], minlength=months)[:months],
        np.bincount(first, minlength=months)[:months],
        _equity(block, months),
    )


def _equity(block: Block, months: int) -> np.ndarray:
    """Cents at the end of each month, of those who are in the books by then and have not left."""
    world, z, times = block.world, block.latents, block.orders.times
    scenario, joined, again = world.scenario, block.who.joined, np.full(len(block.ids), np.inf)
    more = np.flatnonzero(np.diff(times.start) > 1)
    again[more] = times.week[times.start[more] + 1]
    mean = z.value_scale * (scenario.spend.p * 100.0)
    left, app, rate = block.left, block.app_from, z.rate
    lifted = rate * (1.0 + scenario.app.lift)
    found = np.zeros(months, dtype=np.int64)
    ends = world.clock.month_weeks[1 : months + 1].tolist()
    levels = block.realised.hazards.levels(len(block.ids), ends)
    for month, (end, level) in enumerate(zip(ends, levels, strict=True)):
        here = np.flatnonzero((joined < end) & (left >= end))
        now = np.where(app.take(here) < end, lifted.take(here), rate.take(here))
        hazard = z.dropout.take(here) * level.take(here)
        orders = future.discounted_orders(scenario, now, hazard, again.take(here) < end)
        cents = np.rint(orders * mean.take(here))
        found[month] = int(cents.sum())  # whole numbers: exact in any order
    return found


def on_first_year(values: np.ndarray) -> np.ndarray:
    """Values by month as an index: the mean of the first twelve months (of all, if fewer) is 100."""
    mean = np.cumsum(values[:YEAR_MONTHS], axis=0)[-1:] / max(min(len(values), YEAR_MONTHS), 1)
    return 100.0 * values / np.where(mean > 0, mean, 1.0)


def _weeks(world: World, months: int) -> np.ndarray:
    """Season-adjusted weeks of each month."""
    return np.diff(world.long_clock.month_weeks)[:months] if months else np.zeros(0)


def estimated(world: World, sums: Sums) -> np.ndarray:
    """Customer equity at each month's end as finance estimates it (EUR).

    Revenue of the last twelve months (of fewer at first, season taken out), of which a share k comes again
    each year: with the yearly discount d, k / (1 + d - k) times it.
    """
    rules, months = world.scenario, len(sums.equity)
    revenue = np.concatenate([[0], np.cumsum(sums.revenue.sum(axis=1))])
    weeks = np.concatenate([[0.0], np.cumsum(_weeks(world, months))])
    last = np.arange(1, months + 1)
    first = np.maximum(last - YEAR_MONTHS, 0)
    year = (revenue[last] - revenue[first]) / 100.0 * future.YEAR_WEEKS / (weeks[last] - weeks[first])
    kept = rules.organisation.kept
    return year * (kept / (1.0 + rules.future.discount_per_year - kept))


def measures(world: World, sums: Sums) -> dict[str, np.ndarray]:
    """What bonuses follow -> index by month (for revenue: month × line), without any error of measuring."""
    months = len(sums.equity)
    weeks, people = _weeks(world, months), np.maximum(np.cumsum(sums.customers), 1)
    return {
        "revenue": on_first_year(sums.revenue / weeks[:, None]),
        "newcomers": on_first_year(sums.newcomers / weeks),
        "estimate": on_first_year(estimated(world, sums) / people),
        "equity": on_first_year(sums.equity / people),
    }


def _bonuses(world: World) -> dict[str, Bonus]:
    return {bonus.department: bonus for bonus in world.scenario.organisation.bonuses}


def units(world: World) -> list[str]:
    """What a result is of: a product line, or the whole department."""
    return [*(line.name for line in world.scenario.lines), ALL]


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {
        ("department_results", "department"): list(DEPARTMENTS),
        ("department_results", "unit"): units(world),
        ("department_results", "measure"): [_bonuses(world)[name].measure for name in DEPARTMENTS],
    }


def department_results_table(world: World, sums: Sums) -> dict:
    """Columns of `department_results`: months × results, a result for each line or each other department."""
    rules, months, lines = world.scenario.organisation, len(sums.equity), len(world.scenario.lines)
    bonus, true = _bonuses(world), measures(world, sums)
    begun = np.maximum(np.arange(months) - ((rules.rating_bonus.month or months + 1) - 1), 0)
    department, unit, result, noise = [], [], [], []
    for k, name in enumerate(DEPARTMENTS):
        rule, own = bonus[name], true[bonus[name].follows]
        columns = own if own.ndim == 2 else own[:, None]
        moved = 100.0 + rule.slope * (columns - 100.0) + (rule.drift / YEAR_MONTHS * begun)[:, None]
        result.append(moved)
        department += [k] * columns.shape[1]
        unit += list(range(lines)) if columns.shape[1] == lines and own.ndim == 2 else [lines]
        noise += [rule.noise] * columns.shape[1]
    width = len(unit)
    lots = draws.uniform(draws.keys(world.seed, "department results", np.arange(months * width)))
    error = maths.normal_quantile(lots).reshape(months, width) * np.array(noise)
    index = np.maximum(np.concatenate(result, axis=1) + error, 0.0)
    return {
        "month_on": np.repeat(world.clock.month_days[:months], width),
        "department": np.tile(department, months),
        "unit": np.tile(unit, months),
        "measure": np.tile(department, months),
        "result_index": np.rint(index.ravel() * 10.0) / 10.0,
        "bonus_weight": np.tile([bonus[DEPARTMENTS[k]].weight for k in department], months),
    }


def truth_months_table(world: World, sums: Sums) -> dict:
    """Columns of `truth_months`."""
    months = len(sums.equity)
    return {
        "month_on": world.clock.month_days[:months],
        "customers_in_books": np.cumsum(sums.customers),
        "equity_eur": sums.equity / 100.0,
        "estimated_equity_eur": np.rint(estimated(world, sums) * 100.0) / 100.0,
        "equity_index": np.rint(measures(world, sums)["equity"] * 10.0) / 10.0,
    }
