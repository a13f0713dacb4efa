"""Whom offers go to: rows in the order of a rule, until the budget is spent on the live mass."""

from __future__ import annotations

from generator.play.arrays import Array, Arrays, Index
from generator.play.company import Rows


class Targeting:
    """Orders of rows by each rule, worked out once. Rules know what a trial would estimate, not the truth."""

    def __init__(self, arrays: Arrays, rows: Rows, worth_of_staying: Array):
        """`worth_of_staying`: EUR that each row's staying is worth, for the rule that asks for it."""
        self.arrays, self.worth = arrays, worth_of_staying
        lift = rows.seen * rows.hazard
        self.scores = {
            "risk": rows.hazard,
            "lift": lift,
            "lift_value": lift * arrays.maximum(worth_of_staying, 0.0),
        }
        self._orders: dict[tuple[str, int], Index] = {}

    def order(self, rule: str, n: int) -> Index:
        """Which of the first `n` rows a rule wants, the best first; kept."""
        if (rule, n) not in self._orders:
            score = self.scores[rule][:n]
            self._orders[rule, n] = self.arrays.highest_first(score, score > 0.0)
        return self._orders[rule, n]

    def treated(self, rule: str, mass: Array, offers: float) -> Array | None:
        """Share of each row that gets an offer if there are so many; nobody (None) gets one from nothing."""
        arrays = self.arrays
        total = arrays.total(mass)
        if rule == "nobody" or offers <= 0.0 or total <= 0.0:
            return None
        if rule == "random":
            return arrays.full(len(mass), min(offers / total, 1.0))
        order = self.order(rule, len(mass))
        mine = arrays.taken(mass, order)
        share = (offers - (arrays.running(mine) - mine)) / arrays.maximum(mine, 1e-300)
        return arrays.placed(len(mass), order, arrays.minimum(arrays.maximum(share, 0.0), 1.0))
