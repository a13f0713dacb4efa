"""Whom offers go to: rows in the order of a rule, until the budget is spent on the live mass."""

from __future__ import annotations

import numpy as np

from generator.simulate.rows import Rows


class Targeting:
    """Orders of rows by each rule, worked out once. Rules know what a trial would estimate, not the truth."""

    def __init__(self, rows: Rows, worth_of_staying: np.ndarray):
        """`worth_of_staying`: EUR that each row's staying is worth, for the rule that asks for it."""
        scores = {
            "risk": rows.hazard,
            "lift": rows.seen * rows.hazard,
            "lift_value": rows.seen * rows.hazard * np.maximum(worth_of_staying, 0.0),
        }
        self.order = {name: np.argsort(-score, kind="stable") for name, score in scores.items()}
        self.wanted = {"risk": rows.hazard > 0.0}
        self.wanted |= {name: scores[name] > 0.0 for name in ("lift", "lift_value")}

    def treated(self, rule: str, mass: np.ndarray, offers: float) -> np.ndarray | None:
        """Share of each row that gets an offer if there are so many; nobody (None) gets one from nothing."""
        total = float(mass.sum())
        if rule == "nobody" or offers <= 0.0 or total <= 0.0:
            return None
        if rule == "random":
            return np.full(len(mass), min(offers / total, 1.0))
        order = self.order[rule]
        order = order[order < len(mass)]
        order = order[self.wanted[rule][order]]
        mine = mass[order]
        before = np.cumsum(mine) - mine
        share = np.zeros(len(mass))
        share[order] = np.minimum(np.maximum((offers - before) / np.maximum(mine, 1e-300), 0.0), 1.0)
        return share
