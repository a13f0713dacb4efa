"""How long one waits before a busy team."""

from __future__ import annotations

import math
from collections.abc import Callable

from generator.play.arrays import Array


def mean_wait(
    load: Array, clerks: int, exp: Callable[[Array], Array], log: Callable[[Array], Array]
) -> Array:
    """Mean wait of a queue with several clerks, up to a factor that does not depend on the load.

    With c clerks at load p it goes with p^(√(2(c + 1)) − 1) / (1 − p) (Sakasegawa 1977). `exp`, `log`: those
    for arrays or for single numbers, as the load is.
    """
    power = math.sqrt(2.0 * (clerks + 1)) - 1.0
    return exp(power * log(load)) / (1.0 - load)
