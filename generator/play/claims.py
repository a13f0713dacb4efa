"""How claims end under a limit for refunds; all expected values.

Means are taken over claims (equally likely points of an exponential law) and over order values (a scale of
the customer's own times equally likely points of a gamma law), by the logarithm of the scale on a grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from generator.play.arrays import Array
from generator.play.company import Company
from generator.play.elementary import added, exp, log

POINTS = 128
LEAST_CLAIM = 1.0  # EUR


@dataclass(frozen=True)
class Refunds:
    """How claims end under one rule for refunds.

    `settled`: share of them, on the spot. `passed`: because they are above the clerk's limit. `goodwill`: EUR
    a claim, by scale of orders.
    """

    settled: float
    passed: float
    goodwill: Array


class Claims:
    """The claims of a company, with what is worked out once."""

    def __init__(self, company: Company):
        arrays, self.arrays = company.arrays, company.arrays
        self.rules, part = company.scenario.service.claims, company.claims
        #: Ascending claims, EUR.
        self.claims = [
            LEAST_CLAIM - log(1.0 - (k + 0.5) / POINTS) * self.rules.mean_eur for k in range(POINTS)
        ]
        #: Clerks' own limits (EUR) and the share of clerks who have each.
        self.clerks = [(limit, share) for limit, share in part.clerks]
        # The mean of min(x, v) over order values v: those below x as they are, x for each of the others.
        unit = part.unit
        self.unit = arrays.row(unit)
        self.below = arrays.row([value / len(unit) for value in (0.0, *accumulate(unit))])
        self.above = arrays.row([(len(unit) - k) / len(unit) for k in range(len(unit) + 1)])
        scales = [exp(one) for one in part.logs]
        self.scales, self.per_scale = arrays.row(scales), arrays.row([1.0 / scale for scale in scales])
        # Where customers' own scales lie on the grid.
        first, step = part.logs[0], (part.logs[-1] - part.logs[0]) / (len(part.logs) - 1)
        place = (company.rows.log_scale - first) / step
        place = arrays.listed(arrays.minimum(arrays.maximum(place, 0.0), float(len(part.logs) - 1)))
        cells = [min(int(one), len(part.logs) - 2) for one in place]
        self.cell, self.next = arrays.index(cells), arrays.index([cell + 1 for cell in cells])
        self.part = arrays.row([one - cell for one, cell in zip(place, cells, strict=True)])

    def at_own_scale(self, means: Array) -> Array:
        """Means by grid point, at each customer's own scale."""
        low = self.arrays.taken(means, self.cell)
        return low + self.part * (self.arrays.taken(means, self.next) - low)

    def refunds(self, limit_eur: float | None) -> Refunds:
        """Under one limit for all clerks, or under each clerk's own (None)."""
        limits = self.clerks if limit_eur is None else [(float(limit_eur), 1.0)]
        ends = [(share, *self._under(limit)) for limit, share in limits]
        settled = added(share * within for share, within, _ in ends)
        goodwill = ends[0][0] * ends[0][2]
        for share, _, paid in ends[1:]:
            goodwill = goodwill + share * paid
        return Refunds(settled, 1.0 - settled, goodwill)

    def _under(self, limit: float) -> tuple[float, Array]:
        """Share of claims settled on the spot, and goodwill a claim by scale, where one limit holds."""
        arrays, rules = self.arrays, self.rules
        within = [claim <= limit for claim in self.claims]
        amount = [claim + rules.generosity * max(limit - claim, 0.0) for claim in self.claims]
        chance = [1.0 if one else rules.granted_later for one in within]
        # In units of the scale: grid point × claim.
        asked = arrays.outer(self.per_scale, arrays.row(amount))
        place = arrays.below(asked, self.unit)
        paid = arrays.taken(self.below, place) + arrays.taken(self.above, place) * asked
        paid = paid * arrays.outer(arrays.full(len(self.scales), 1.0), arrays.row(chance))
        return within.count(True) / POINTS, self.scales * (arrays.by_piece(paid, POINTS) / POINTS)
