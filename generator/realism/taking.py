"""Take all measures of a log or a company, and judge them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from generator.realism.bands import BANDS, NAMES, Band
from generator.realism.log import ENOUGH_MONTHS, Log

if TYPE_CHECKING:
    from generator.company import Company

INSIDE, OUTSIDE, NOT_MEANT, NOT_MEASURED, COMPARE = "inside", "outside", "not meant to", "not measured", ""
FEWEST = 30
"""Customers below which nothing is measured."""


@dataclass(frozen=True)
class Measure:
    """One thing measured: its value (None if it could not be taken), bounds, verdict and why.

    `verdict`: inside, outside, "not meant to" (the scenario does not aim at this band), "not measured"
    (`why` says the reason), or empty for a number that only stands for comparison.
    """

    name: str
    title: str
    value: float | None
    low: float | None
    high: float | None
    verdict: str
    why: str = ""
    digits: int = 3
    bounds: str = ""

    @property
    def shown(self) -> str:
        """The value as a table prints it."""
        return "–" if self.value is None else f"{self.value:,.{self.digits}f}"


def measure(company: Company, months: int | None = None) -> list[Measure]:
    """Every measure of a company on its first 24 months (or `months`), judged by what its scenario aims at.

    Activity after the first order is followed over the whole company: it is about each customer's own time.
    Raises `WrongUse` if the company has no orders at all.
    """
    from generator.realism.of_company import logs_of

    window, whole = logs_of(company, months)
    return take(window, whole, meant=bands_meant(company.manifest.scenario))


def bands_meant(scenario: dict) -> tuple[str, ...]:
    """Names of the bands that a scenario (as data) aims at: all, unless it says otherwise."""
    left = (scenario.get("realism") or {}).get("not_meant", [])
    return tuple(name for name in NAMES if name not in left)


def take(window: Log, whole: Log | None = None, meant: tuple[str, ...] = NAMES) -> list[Measure]:
    """Every measure of a log. `whole`: the log beyond the window, if there is more of it."""
    return [_one(band, window, (band.whole and whole) or window, band.name in meant) for band in BANDS]


def _one(band: Band, window: Log, log: Log, meant: bool) -> Measure:
    def said(value: float | None, verdict: str, why: str = "") -> Measure:
        return Measure(
            band.name, band.title, value, band.low, band.high, verdict, why, band.digits, band.bounds
        )

    unable = _unable(band, log)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        value = None if unable else band.measure(log)
    if value is None or not np.isfinite(value):
        return said(None, NOT_MEASURED if band.judged else COMPARE, unable or "too little data")
    if not band.judged:
        return said(value, COMPARE)
    if not meant:
        return said(value, NOT_MEANT)
    if window.months < ENOUGH_MONTHS - 0.5 and not band.whole and not band.needs:
        return said(value, NOT_MEASURED, f"the band is for {ENOUGH_MONTHS} months or more")
    return said(value, INSIDE if band.holds(value) else OUTSIDE)


def _unable(band: Band, log: Log) -> str:
    """Why a measure cannot be taken, or an empty text."""
    if log.customers < FEWEST:
        return f"fewer than {FEWEST} customers"
    for part in band.needs:
        if getattr(log, part) is None:
            return {
                "refunds": "no returns are known",
                "answers": "no survey is known",
                "product_lines": "no products are known",
            }[part]
    if band.name == "answers_extreme" and log.answers.would_silent is None:
        return "needs the truth"
    return ""
