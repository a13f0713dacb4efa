"""The people of a simulation as arrays: customers who are there at the end of the run, and who comes after
it.

A row is one person with weight 1; it may as well be a cell of like persons with their number as its weight,
since nothing in `generator.simulate` asks who a row is. Prospects are the very persons whom the generator
would bring in later (`append`), so at the company's own decisions both make the same company.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from generator import draws, maths
from generator.block import read_block
from generator.business.customer_base import CustomerBase
from generator.business.parcels import IN_STORE, LATE, ON_TIME
from generator.business.people import People as Came
from generator.business.tickets import MOST_LIKELY, claims_of_topic, topic_weights
from generator.business.trials.pressure import is_averse
from generator.clock import Clock, later_month
from generator.errors import WrongUse
from generator.play import company as play
from generator.play.company import AGES, MONTHS, YEAR_WEEKS
from generator.scenario.model import Scenario
from generator.simulate import worth
from generator.world import World

BLOCK = 20_000
MOST_NEEDS = 12  # beyond the first
TAIL_QUARTERS = 6  # quarters after the last for which the clock runs on


@dataclass(frozen=True)
class Rows(play.Rows):
    """People (arrays by row, sorted by the quarter in which each comes); see `generator.play.company.Rows`.

    `quarter`: 0 for customers of the run, else the quarter (1 …) in which she comes at the company's present
    decisions. `lot`: what is left to chance about her.
    """

    quarter: np.ndarray
    lot: np.ndarray

    def taken(self, which: np.ndarray | slice, **instead: np.ndarray) -> Rows:
        """Some rows (positions); `instead`: columns that take the place of theirs."""
        found = {f.name: getattr(self, f.name)[..., which] for f in fields(self)}
        return Rows(**found | instead)


@dataclass(frozen=True)
class People:
    """All that a simulation starts from.

    `world`: of the run and the quarters after it. `ids`: customer numbers by row. `rows`: see there.
    `until`: rows up to the end of each quarter (0 = the run). `lengths`: operational weeks of each quarter,
    `starts`: at which each starts; both some quarters longer than the simulation. `dead_mail`: catalogues
    that go to those who had left before the end, in each quarter. `line_shares`: need × line -> of repeat
    revenue; `main`: share of a first order's revenue that its main line has. `scales`: for means over order
    values.
    """

    world: World
    ids: np.ndarray
    rows: Rows
    until: np.ndarray
    lengths: np.ndarray
    starts: np.ndarray
    dead_mail: np.ndarray
    line_shares: np.ndarray
    line_costs: np.ndarray
    main: float
    scales: worth.Scales

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.world.scenario

    @property
    def quarters(self) -> int:
        """Quarters for which prospects are known."""
        return len(self.until) - 1


def people_of(scenario: Scenario, seed: int, customers: int, quarters: int) -> People:
    """Read who is there at the end of the scenario's own months, and who comes in the quarters after it.

    Raises `WrongUse` for a scenario whose truth is BG/NBD, or if nobody is left.
    """
    if scenario.dropout.model != "pareto":
        raise WrongUse(
            f"The scenario `{scenario.name}` lets customers leave only when they order (BG/NBD), so no "
            f"decision could act on leaving in time; simulate one whose dropout model is pareto."
        )
    start = scenario.calendar.start.replace(day=1)
    end = later_month(start, scenario.calendar.months)
    world = World(scenario, seed, customers, later_month(end, MONTHS * quarters))
    clock = Clock.of(scenario.calendar, later_month(end, MONTHS * (quarters + TAIL_QUARTERS)))
    edges = clock.month_weeks[scenario.calendar.months :: MONTHS]
    made = _Made(world, World(scenario, seed, customers), edges, quarters)
    return made.people()


class _Made:
    """The work of `people_of`, in steps."""

    def __init__(self, world: World, run: World, edges: np.ndarray, quarters: int):
        self.world, self.run, self.edges, self.quarters = world, run, edges, quarters
        self.scenario = world.scenario
        self.scales = worth.Scales.of(world)
        self._read_run()

    def _read_run(self) -> None:
        """Who is still there, when each ordered last, and what goods of each line cost."""
        run, end, lines = self.run, float(self.edges[0]), len(self.scenario.lines)
        ids, last, here, hazard = [], [], [], []
        paid, cost, first = np.zeros(lines), np.zeros(lines), np.zeros(2)
        regions = len(run.pools.regions)
        sent, tardy = np.zeros(regions), np.zeros(regions)
        year_ago = end - YEAR_WEEKS
        for begun in range(0, run.people, BLOCK):
            count = min(BLOCK, run.people - begun)
            block = read_block(run, begun, count, np.zeros(run.clock.days, dtype=np.int64), False)
            if not len(block.ids):
                continue
            times, of = block.orders.times, block.lines
            ids.append(block.ids)
            last.append(times.week[times.start[1:] - 1])
            here.append(block.left >= end)
            hazard.append(block.hazard(end))
            late = times.week.take(of.order) >= year_ago
            line = of.product_line.astype(np.int64)
            goods = of.quantity * run.catalogue.cost_cents.take(of.product)
            paid += np.bincount(line[late], of.paid[late], lines)
            cost += np.bincount(line[late], goods[late], lines)
            rows = of.start[times.start[:-1]]
            kind, region = block.parcels.kind, block.who.region[times.customer]
            sent += np.bincount(region[kind != IN_STORE], minlength=regions)
            tardy += np.bincount(region[kind == LATE], minlength=regions)
            first += [of.paid[rows].sum(), block.orders.cents[times.start[:-1]].sum()]
        self.all_ids, self.last = np.concatenate(ids), np.concatenate(last)
        self.here, self.hazard = np.concatenate(here), np.concatenate(hazard)
        shares = np.array([line.cost_share for line in self.scenario.lines])
        self.line_costs = np.where(paid > 0, cost / np.maximum(paid, 1.0), shares)
        self.main = float(first[0] / max(first[1], 1.0))
        self.tardy = tardy / np.maximum(sent, 1.0)

    def people(self) -> People:
        """Everything together."""
        if not self.here.any():
            raise WrongUse("Nobody is left at the end of this company; give more --customers.")
        later = np.arange(self.run.people + 1, self.world.people + 1)
        ids = np.concatenate([self.all_ids[self.here], later])
        base = CustomerBase.numbered(self.world, ids)
        joined = base.who.joined
        old = np.arange(len(ids)) < int(self.here.sum())
        quarter = np.searchsorted(self.edges, joined, side="right")
        quarter = np.where(old, 0, quarter)
        rows = self._rows(base, quarter)
        order = np.argsort(quarter, kind="stable")
        order = order[quarter[order] <= self.quarters]
        until = np.searchsorted(quarter[order], np.arange(self.quarters + 1), side="right")
        lengths = np.diff(self.edges)
        return People(
            self.world, ids[order], rows.taken(order), until, lengths, self.edges[:-1],
            self._dead_mail(), self.line_shares, self.line_costs, self.main, self.scales,
        )  # fmt: skip

    @property
    def line_shares(self) -> np.ndarray:
        """Need × line: shares of repeat revenue."""
        names = [line.name for line in self.scenario.lines]
        pref = np.array([[need.preferences[name] for name in names] for need in self.scenario.needs])
        return pref / pref.sum(axis=1)[:, None]

    def _rows(self, base: CustomerBase, quarter: np.ndarray) -> Rows:
        scenario, rules = self.scenario, self.scenario.policy
        ids, z, who, joined = base.ids, base.latents, base.who, base.who.joined
        n, lot = len(ids), lots(self.world.seed, ids)
        pref = self.line_shares[who.need]
        first = np.zeros_like(pref)
        first[np.arange(n), who.first_line] = 1.0
        first = self.main * first + (1.0 - self.main) * pref
        orders = np.array([np.array(c.order_channels) / sum(c.order_channels) for c in scenario.channels])
        store = orders[who.channel, 2]
        value = z.value_scale * scenario.spend.p
        log_scale = maths.log(z.value_scale)
        lines = self.scales.at(log_scale, worth.lines_per_order(self.world, self.scales))
        handling = scenario.returns.handling_eur
        back, refund = worth.return_costs(self.world, pref, store, z.return_factor)
        back_1, refund_1 = worth.return_costs(self.world, first, store, z.return_factor)
        costs = scenario.costs
        curve, tie = self.world.laws.leaving[0], scenario.ties.satisfaction_dropout
        stay = curve(z.z_dropout + 0.5 * tie) - curve(z.z_dropout - 0.5 * tie)
        future = scenario.future
        late = self.tardy[who.region] * (1.0 - store)
        tickets, claims = self._tickets(z.contact_factor, store, late)
        lift = 1.0 + scenario.app.lift * np.isfinite(base.app_from)
        wear = z.rate * lift * late * float(maths.log(np.array([scenario.deliveries.late.hazard]))[0])
        averse = rules.differences.averse > 0
        effect, seen = self._effects(lot)
        return Rows(
            weight=np.ones(n),
            quarter=quarter,
            weeks=np.where(quarter > 0, self.edges[np.minimum(quarter, len(self.edges) - 1)] - joined, 0.0),
            rate=z.rate,
            heard=z.rate,
            hazard=np.concatenate([self.hazard[self.here], z.dropout[int(self.here.sum()) :]]),
            stay=stay,
            value=value,
            app_week=base.app_from,
            goods=pref @ self.line_costs,
            goods_first=first @ self.line_costs,
            fulfil=costs.web_order * orders[who.channel, 0]
            + costs.app_order * orders[who.channel, 1]
            + costs.store_order * store,
            back=lines * back * handling + value * refund,
            back_first=lines * back_1 * handling + value * refund_1,
            tickets=tickets,
            claims=claims,
            late=late,
            wear=wear,
            since=np.maximum(joined, self.edges[0]),
            exposure=z.exposure,
            sore=0.5 + maths.normal_cdf(-z.z_satisfaction),
            log_scale=log_scale,
            **breadth_and_fit(rules.differences.breadth, rules.differences.fit, lot),
            averse=(
                is_averse(scenario.contact_pressure, draws.keys(self.world.seed, "contact pressure", ids))
                * (1.0 if averse else 0.0)
            ),
            effect=effect,
            seen=seen,
            lot=lot(5),
            local=self._local(who),
            price_led=who.price_led.astype(np.float64),
            satisfaction=z.z_satisfaction,
            surplus=value * future.surplus_rate * maths.exp(future.surplus_load * z.z_satisfaction),
            channel=who.channel.astype(np.int64),
            need=who.need.astype(np.int64),
            first_line=who.first_line.astype(np.int64),
            mailed=self._mailed(quarter),
        )

    def _tickets(
        self, factor: np.ndarray, store: np.ndarray, late: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Tickets, and tickets with a claim, that an order raises: by how it travels."""
        weights, claimed = topic_weights(self.world), claims_of_topic(self.world)
        kinds = np.zeros((3, len(factor)))
        kinds[IN_STORE], kinds[LATE], kinds[ON_TIME] = store, late, 1.0 - store - late
        all_of, rate = weights.sum(axis=1), self.scenario.service.tickets_per_order
        raised = kinds * np.minimum(rate * factor * all_of[:, None], MOST_LIKELY)
        share = (weights * claimed).sum(axis=1) / all_of
        return raised.sum(axis=0), (raised * share[:, None]).sum(axis=0)

    def _effects(self, lot: Callable[[int], np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Share by which an offer lowers each customer's hazard, and how large it seems."""
        rules = self.scenario.policy.offers
        effect = np.minimum(gamma2(rules.gain, lot(2)), 0.9)
        effect = np.where(lot(3) < rules.harmed, -rules.harm, effect)
        return effect, effect + rules.noise * rules.gain * maths.normal_quantile(lot(4))

    def _local(self, who: Came) -> np.ndarray:
        """How much more frequent each customer's need is in her region than everywhere (0: as frequent)."""
        region = who.region.astype(np.int64)
        needs, regions = len(self.scenario.needs), len(self.world.pools.regions)
        table = np.bincount(region * needs + who.need, minlength=regions * needs).reshape(regions, needs)
        there = table / np.maximum(table.sum(axis=1), 1)[:, None]
        everywhere = table.sum(axis=0) / table.sum()
        # Small regions' shares are shrunken towards the whole, as one would who plans by them.
        weight = table.sum(axis=1)[:, None] / (table.sum(axis=1)[:, None] + 100.0)
        ratio = there / np.maximum(everywhere, 1e-12) - 1.0
        return (weight * ratio)[region, who.need]

    def _months_mailed(self, last: np.ndarray) -> np.ndarray:
        """Quarter after the run × customer: catalogues that her last order still brings her."""
        most = self.scenario.contact.months_after_last_order
        months = self.run.clock.months[self.run.clock.day_of(np.minimum(last, self.edges[0] - 1e-9))]
        left = most - (self.scenario.calendar.months - 1 - months.astype(np.int64))
        quarter = np.arange(AGES)[:, None]
        return np.minimum(np.maximum(left[None, :] - MONTHS * quarter, 0), MONTHS).astype(np.float64)

    def _mailed(self, quarter: np.ndarray) -> np.ndarray:
        """Age × row: share of a quarter's catalogues that are sent because of orders before, or of the
        first."""
        most = self.scenario.contact.months_after_last_order
        age = np.arange(AGES, dtype=np.float64)[:, None]
        # A first order falls anywhere in its quarter: the month after it on average one and a half months in.
        new = np.minimum(np.maximum(most + 2.0 - MONTHS * age, 0.0), MONTHS)
        new[0] = min(1.0, float(most))
        found = np.repeat(new / MONTHS, len(quarter), axis=1)
        old = quarter == 0
        found[:, old] = self._months_mailed(self.last[self.here]) / MONTHS
        return found

    def _dead_mail(self) -> np.ndarray:
        sent = self._months_mailed(self.last[~self.here]).sum(axis=1)
        return np.concatenate([sent, np.zeros(self.quarters + TAIL_QUARTERS)])[
            : self.quarters + TAIL_QUARTERS
        ]


def lots(seed: int, ids: np.ndarray) -> Callable[[int], np.ndarray]:
    """What differs under a policy is drawn with these: number of the lot -> a uniform number per customer."""
    key = draws.keys(seed, "policy", ids)
    return lambda number: draws.uniform(draws.bits(key, number))


def breadth_and_fit(breadth: float, fit: float, lot: Callable[[int], np.ndarray]) -> dict[str, np.ndarray]:
    """Both columns of `Rows`, one number per customer, with these means; each has a lot of its own."""
    return {
        "breadth": maths.poisson(breadth, lot(0), MOST_NEEDS).astype(np.float64),
        "fit": gamma2(fit, lot(1)),
    }


def gamma2(mean: float, u: np.ndarray) -> np.ndarray:
    """Gamma numbers with shape 2 and this mean from uniform ones."""
    if mean == 0.0:
        return np.zeros(len(u))
    return maths.exp(maths.gamma_curve(2.0)(maths.normal_quantile(u))) * (mean / 2.0)
