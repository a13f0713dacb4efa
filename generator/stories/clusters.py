"""Clustering for stories: k-means and the adjusted Rand index, as a student would run them."""

from __future__ import annotations

import numpy as np

STARTS, MOST_ROUNDS = 6, 50


def k_means(points: np.ndarray, clusters: int) -> np.ndarray:
    """Cluster of each row: Lloyd's rounds from several spread-out starts, the tightest result."""
    rng = np.random.default_rng(0)  # a measure's own chance: no company hangs on it
    best, tightest = np.zeros(len(points), dtype=np.int64), np.inf
    for _ in range(STARTS):
        centres = points[rng.integers(len(points), size=1)]
        while len(centres) < clusters:
            far = _distances(points, centres).min(axis=1)
            centres = np.vstack([centres, points[rng.choice(len(points), p=far / far.sum())]])
        for _ in range(MOST_ROUNDS):
            label = _distances(points, centres).argmin(axis=1)
            member = label[:, None] == np.arange(clusters)
            size = member.sum(axis=0)[:, None]
            moved = np.where(size > 0, member.T.astype(float) @ points / np.maximum(size, 1), centres)
            if np.allclose(moved, centres):
                break
            centres = moved
        spread = _distances(points, centres).min(axis=1).sum()
        if spread < tightest:
            best, tightest = label, spread
    return best


def _distances(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    square = (points**2).sum(axis=1)[:, None] - 2.0 * points @ centres.T + (centres**2).sum(axis=1)
    return np.maximum(square, 0.0)


def adjusted_rand(one: np.ndarray, other: np.ndarray) -> float:
    """Agreement of two groupings: 1 the same, 0 as by chance (Hubert and Arabie 1985)."""
    first, second = (np.unique(part, return_inverse=True)[1] for part in (one, other))
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)
    pairs = [(part * (part - 1) / 2).sum() for part in (table, table.sum(axis=1), table.sum(axis=0))]
    expected = pairs[1] * pairs[2] / (len(first) * (len(first) - 1) / 2)
    return float((pairs[0] - expected) / ((pairs[1] + pairs[2]) / 2 - expected))
