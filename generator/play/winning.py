"""What spend on a channel brings: see `generator.business.winning`, which has the curve from here."""

from __future__ import annotations

from generator.play.arrays import Array


def response(times: Array, saturation: Array | float) -> Array:
    """Newcomers, as a multiple of the usual, at `times` the usual spend; arithmetic only."""
    return times / ((1.0 - saturation) + saturation * times)


def brought(times: float, used_up: float) -> float:
    """Newcomers of a channel as a multiple of the usual at `times` the usual spend; exactly 1 at `times` 1.

    `used_up`: how far the usual spend has used the channel up. Who stops a channel altogether gets nobody by
    it, even where spend otherwise moves nobody (1).
    """
    if times == 1.0 or times == 0.0:
        return times
    return response(max(times, 1e-12), used_up)
