"""The catalogue: product lines, families, and a ladder of sizes with prices.

Order values follow gamma-gamma exactly. They still fit a price list, because each family comes in a ladder
of sizes, each a quarter dearer than the one before: whoever spends x on a line buys the size just above x,
and the gap is the discount.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws
from generator.scenario.model import Scenario

FAMILIES = 20
SIZES = 20
LOWEST, STEP = 0.09, 1.25  # the ladder runs from 9 % of the line's base price to about six times
FIRST_LAUNCH_YEARS = 7
NO_PRICE, MOST_CENTS = 1 << 62, 1 << 40
ROUGH_SHIFT, ROUGH_ONE, ROUGH_STEPS = 19, 2032, 41 * 16 + 1


@dataclass(frozen=True)
class Catalogue:
    """Products in order of their number: line by line, family by family, size by size.

    `ladder`: family × size -> list price in cents, with a price above all others at the end. `guess`: family
    × rough amount -> a size that is not too large for any such amount.
    """

    line: np.ndarray
    price_cents: np.ndarray
    cost_cents: np.ndarray
    launched: np.ndarray
    ladder: np.ndarray
    guess: np.ndarray

    @classmethod
    def of(cls, scenario: Scenario, seed: int, first_day: int) -> Catalogue:
        """The catalogue of a company; family prices differ by seed."""
        families = np.arange(len(scenario.lines) * FAMILIES)
        line_of_family = families // FAMILIES
        base = np.array([line.base_price_eur for line in scenario.lines])[line_of_family]
        bits = draws.bits(draws.keys(seed, "catalogue", families))
        level = 0.7 + 0.6 * (draws.slice16(bits, 0) / 65536.0)
        rung = np.empty(SIZES)
        rung[0] = LOWEST
        for k in range(1, SIZES):
            rung[k] = rung[k - 1] * STEP
        tens = np.rint(base[:, None] * level[:, None] * rung[None, :] * 10.0).astype(np.int64)
        # Strictly rising prices that end in 9 cents.
        price = (
            np.maximum.accumulate(np.maximum(tens, 1) - np.arange(SIZES), axis=1) + np.arange(SIZES)
        ) * 10 - 1
        share = np.array([line.cost_share for line in scenario.lines])[line_of_family]
        cost = np.rint(price * share[:, None]).astype(np.int64)
        age = (draws.slice16(bits, 1).astype(np.int64) * FIRST_LAUNCH_YEARS * 365) >> 16
        return cls(
            line=np.repeat(line_of_family, SIZES).astype(np.uint8),
            price_cents=price.ravel(),
            cost_cents=cost.ravel(),
            launched=np.repeat(first_day - 1 - age, SIZES),
            ladder=np.concatenate([price, np.full((len(families), 1), NO_PRICE)], axis=1).ravel(),
            guess=(price[:, None, :] < rough_floor()[None, :, None]).sum(axis=2),
        )

    def choose_size(self, family: np.ndarray, target_cents: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Product index and quantity for spending about `target_cents` on a family.

        The cheapest size whose list price is at least the target; beyond the top of the ladder, several of
        the top size.
        """
        size, quantity = self._size(family, target_cents), np.ones(len(family), dtype=np.int64)
        over = np.flatnonzero(size == SIZES)
        if over.size:
            top = self.price_cents[(family[over] + 1) * SIZES - 1]
            quantity[over] = -(-target_cents[over] // top)
            size[over] = self._size(family[over], -(-target_cents[over] // quantity[over]))
        return family * SIZES + size, quantity

    def _size(self, family: np.ndarray, target_cents: np.ndarray) -> np.ndarray:
        size = self.guess.take(family * ROUGH_STEPS + rough(target_cents))
        place = family * (SIZES + 1) + size
        # The guess is a step or two short at most, so this ends at once.
        late = np.flatnonzero(self.ladder.take(place) < target_cents)
        while late.size:
            size[late] += 1
            place[late] += 1
            late = late[self.ladder[place[late]] < target_cents[late]]
        return size


def rough(cents: np.ndarray) -> np.ndarray:
    """Positive amounts in steps of a sixteenth of an octave: the leading bits of their 32-bit floats."""
    leading = np.minimum(cents, MOST_CENTS).astype(np.float32).view(np.int32) >> ROUGH_SHIFT
    return leading - ROUGH_ONE


def rough_floor() -> np.ndarray:
    """The least amount of each step of `rough`, and a little below it (floats round)."""
    leading = (np.arange(ROUGH_STEPS, dtype=np.int32) + ROUGH_ONE) << ROUGH_SHIFT
    return np.floor(leading.view(np.float32).astype(np.float64) * (1.0 - 1e-6)).astype(np.int64)
