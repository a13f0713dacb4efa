"""Values of a block on their way to a file."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Nullable(NamedTuple):
    """Values of which some are missing (`missing`: bool array of the same length)."""

    values: np.ndarray
    missing: np.ndarray
