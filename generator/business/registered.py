"""Accounts that were opened within the run: whose, in which system, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Registered:
    """Accounts of a block, ordered by number (arrays of equal length).

    `who`: position in the block. `system`: index into `SYSTEMS`. `opened`: day since 1970. `key`: for draws.
    """

    number: np.ndarray
    who: np.ndarray
    system: np.ndarray
    opened: np.ndarray
    key: np.ndarray
