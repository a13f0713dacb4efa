"""A lesson's decision beside the truth: `solutions/<lesson>/gate.py`.

It holds `gate(company, truth)`, which gives an `Outcome` for any company: the estimates that carry the
decision, and what they recommend. `RIGHT` is the share of companies in which that has to be right, `WHY` the
reason why it is no more; `CUSTOMERS`, if it is there, how large the companies are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.lessons import reference
from staffroom.lessons.stories import Frames

if TYPE_CHECKING:
    import pandas as pd

    from generator import Company

FILE = "gate.py"
CUSTOMERS = 5_000
LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A number that carries a decision: as estimated, its 95 % interval, and as it truly is."""

    name: str
    estimate: float
    low: float
    high: float
    truth: float

    @property
    def covers(self) -> bool:
        """Whether the truth lies in the interval."""
        return self.low <= self.truth <= self.high


@dataclass(frozen=True)
class Outcome:
    """What a company's numbers say, and recommend, and what its truth says is right (`keep`, `close`)."""

    estimates: list[Estimate]
    recommended: str
    right: str


@dataclass(frozen=True)
class Gate:
    """A lesson's decision, for any company."""

    outcome_of: Callable[..., Outcome]
    right: float
    why: str
    customers: int = CUSTOMERS

    def outcome(self, company: Company) -> Outcome:
        """What comes out on a company with its truth."""
        seen = Frames(company.table, company.tables)
        return self.outcome_of(seen, Frames(company.truth.table, company.truth.names))


def load(lesson: Path) -> Gate | None:
    """The gate in a lesson's folder; None if there is none.

    Raises `UserError` if the file cannot be read, or does not say what has to be right, and why no more.
    """
    path = lesson / FILE
    if not path.is_file():
        return None
    beside = {reference.NAME: reference.load(lesson)} if (lesson / reference.FILE).is_file() else {}
    module = reference.load_file(path, **beside)
    held: dict[str, Any] = vars(module)
    right, why = held.get("RIGHT"), held.get("WHY")
    if not callable(held.get("gate")):
        raise UserError(f"{path}: it has no function `gate(company, truth)`.")
    if not isinstance(right, (int, float)) or not 0.5 < right <= 1 or not isinstance(why, str) or not why:
        raise UserError(f"{path}: it needs `RIGHT`, a share above 0.5, and `WHY`, the reason in a sentence.")
    return Gate(held["gate"], float(right), why, held.get("CUSTOMERS", CUSTOMERS))


def resampled(
    by_customer: pd.DataFrame,
    estimate: Callable[[pd.DataFrame], pd.Series],
    *,
    draws: int = 400,
    seed: int = 1,
) -> tuple[float, float]:
    """The 95 % interval of an estimate that is made of sums, by drawing customers with replacement.

    Parameters
    ----------
    by_customer
        one row for each customer, columns of numbers without gaps; who has none of them has a row of zeros
    estimate
        from the columns' sums in each draw (a frame: draws × columns) to the estimate in each. Means,
        shares and ratios are made of sums; put a column of ones where customers are counted
    draws
        how often as many customers as there are get drawn

    Returns
    -------
    tuple
        the 2.5th and the 97.5th percentile of the estimate over the draws

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    """
    import numpy as np
    import pandas as pd

    numbers = by_customer.to_numpy(np.float64)
    adds = numbers.any(axis=1)  # whoever adds nothing to any sum is drawn all together
    many = len(numbers)
    chances = np.append(np.full(adds.sum(), 1 / many), (~adds).sum() / many)
    times = np.random.default_rng(seed).multinomial(many, chances, size=draws)[:, :-1]
    sums = pd.DataFrame(times @ numbers[adds], columns=by_customer.columns)
    low, high = np.quantile(estimate(sums), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
