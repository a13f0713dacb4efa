"""Numbers that are right but for their unit or their sign."""

from __future__ import annotations

import numpy as np

from classroom.check.alike import NOISE
from classroom.words import say

TELLING = 20
"""A number nearer to 0 than so many times its tolerance tells nothing about a factor."""


def slip(
    got: np.ndarray, want: np.ndarray, allowed: np.ndarray, off: np.ndarray, unit: str, rows: str
) -> str:
    """The sentence if all numbers are off by a factor of 100 or 1000, or some by their sign; else nothing.

    `off` says per number whether it differs, `rows` names those in words (empty if all differ).
    """
    finite = np.isfinite(got) & np.isfinite(want)
    telling = finite & (np.abs(want) > TELLING * allowed)
    if not telling.any() or (np.isnan(got) != np.isnan(want)).any():
        return ""
    money, percent = "EUR" in unit.upper(), "%" in unit or "percent" in unit
    share = bool((np.abs(want[finite]) <= 1).all())
    large = "unit.cents" if money else "unit.percent" if share and not percent else "unit.times-hundred"
    for factor, key in (
        (100, large),
        (0.01, "unit.share" if percent else "unit.hundredth"),
        (1000, "unit.times-thousand"),
        (0.001, "unit.thousandth"),
        (-1, "unit.sign"),
    ):
        slack = allowed * max(abs(factor), 1e-3) + NOISE * np.abs(got)
        if (np.abs(got - factor * want) <= slack)[finite].all():
            return f"{say(key)} {say('unit.is', unit=unit) if unit else ''}".strip()
    if rows and telling[off].all() and (np.abs(got + want) <= allowed)[off].all():
        return say("unit.sign-in", rows=rows)
    return ""
