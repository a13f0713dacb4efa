"""Money at the ledger: whole cents, and parts that add up to their whole."""

from __future__ import annotations

import numpy as np


def cents(eur: float) -> int:
    """Euros as whole cents."""
    return int(np.rint(eur * 100.0))


def shared(parts: np.ndarray, axis: int = -1) -> np.ndarray:
    """Parts in euros as whole cents (int64) whose sum along an axis is the rounded sum of the parts.

    Rounded sums of the first one, two, three … parts are taken apart again, so each part is off by less than
    a cent.
    """
    sums = np.rint(np.cumsum(parts, axis=axis) * 100.0).astype(np.int64)
    return np.diff(sums, axis=axis, prepend=0)
