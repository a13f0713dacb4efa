"""How many persons each member of a sample stands for: herself, and others.

Weights are calibrated: moved as little as may be until the sample has the company's sums (Deville and Särndal
1992, Journal of the American Statistical Association 87, 376-382; their linear case with bounds). Persons of
each stratum are kept, and what the company is worth with nothing changed; its worth under other policies as
nearly as small moves allow. Offers go by thresholds, which move with the weights, so at the end the sample is
played itself. Sums and products alone, in an order of their own: the same weights on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator.play.decision import Decision
from generator.simulate.game import Game
from generator.simulate.probing import played
from generator.simulate.rows import People

LEAST, MOST = 0.1, 5.0  # by which one step may multiply how many others a member stands for
STEPS, PLAYED = 3, 2  # with the sums of the company's own play, and then with those of the sample's
SLACK, TINY = 1e-3, 1e-9  # added to a sum's own variance, as a share of it and of the largest


@dataclass(frozen=True)
class Sample:
    """What is known of those who stand for cells (arrays by cell).

    `plans`: see `plans_by_lot`. `strata`: code. `persons`: by code. `herself`: persons that she is. `size`:
    EUR. `traits`: trait × cell, EUR: what she alone puts down, first under the plans (see
    `generator.simulate.probing`).
    """

    plans: list[list[Decision]]
    strata: np.ndarray
    persons: np.ndarray
    herself: np.ndarray
    size: np.ndarray
    traits: np.ndarray


def weighed(cells: People, sample: Sample, wanted: np.ndarray) -> People:
    """The same cells with calibrated weights. `wanted`: the company's sum of each trait."""
    strata, herself = sample.strata, sample.herself
    each, size = sample.traits / herself, sample.size / herself
    left = sample.persons - np.bincount(strata, herself)

    def kept(others: np.ndarray) -> np.ndarray:
        """As many in each stratum as there are."""
        return others * (left / np.maximum(np.bincount(strata, others), 1e-300))[strata]

    def closer(others: np.ndarray, sums: int) -> np.ndarray:
        """One step nearer to the first so many sums."""
        gap = wanted[:sums] - np.add.reduce(each[:sums] * (herself + others), axis=1)
        return kept(others * _factor(others, each[:sums], gap, size, strata))

    others = kept(cells.rows.weight - herself)
    for step in range(STEPS + PLAYED):
        if step >= STEPS:
            weight = herself + others
            done = played(Game(_with(cells, weight)), sample.plans).traits / weight
            each = np.concatenate([done, each[len(done) :]])
        others = closer(others, len(each))
    return _with(cells, herself + closer(others, 1))


def _with(cells: People, weight: np.ndarray) -> People:
    return replace(cells, rows=replace(cells.rows, weight=weight))


def _factor(
    others: np.ndarray, each: np.ndarray, gap: np.ndarray, size: np.ndarray, strata: np.ndarray
) -> np.ndarray:
    """By which numbers of others are to be multiplied to close the gap: of the first sum, and nearly of all.

    `each`: sum × cell, what one person puts down for it. `size`: EUR by cell; the larger, the less it moves.
    """
    moves = others / size
    by_stratum = np.maximum(np.bincount(strata, moves), 1e-300)
    away = np.array([one - (np.bincount(strata, one * moves) / by_stratum)[strata] for one in each])
    variance = np.array([np.add.reduce(away * (one * moves), axis=1) for one in away])
    own = np.diagonal(variance).copy()
    own[1:] *= 1.0 + SLACK
    variance[np.diag_indices(len(own))] = own + TINY * own.max()
    factor = 1.0 + np.add.reduce(_solved(variance, gap)[:, None] * away) / size
    return np.minimum(np.maximum(factor, LEAST), MOST)


def _solved(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The x with a x = b, of a symmetric positive definite matrix (elimination; there is nothing to swap)."""
    rows = np.concatenate([a, b[:, None]], axis=1)
    for k in range(len(b)):
        rows[k + 1 :] -= (rows[k + 1 :, k] / rows[k, k])[:, None] * rows[k]
    x = np.zeros(len(b))
    for k in range(len(b) - 1, -1, -1):
        x[k] = (rows[k, -1] - np.add.reduce(rows[k, k + 1 : -1] * x[k + 1 :])) / rows[k, k]
    return x
