"""A quarter's decisions as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.play.elementary import added

#: What pay may hang on, in this order; the last three are about customers.
MEASURES = ("product_revenue", "new_customers", "nps", "renewals", "customer_equity")


@dataclass(frozen=True)
class Decision:
    """Where every lever stands in one quarter.

    `spend`: by channel, multiples of now. `retention_eur`: most for each live customer. `limit_eur`: refund
    limit of all clerks (None: each has her own). `weights`: of `MEASURES` in pay.
    """

    spend: tuple[float, ...]
    retention_eur: float
    whom: str
    contacts: float
    owner: str
    personalisation: float
    staff: float
    limit_eur: float | None
    called: float
    call_days: float
    caller: str
    stage: int
    weights: tuple[float, ...]
    slope: float
    rival: str
    regions: str


def decision_of(said: Mapping[str, Any]) -> Decision:
    """A decision from its entries, as a file or a browser has them: lists for tuples, 12 for 12.0."""
    found = {name: _number(value) for name, value in said.items()}
    found["stage"] = int(said["stage"])
    return Decision(**found)


def _number(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(map(_number, value))
    return float(value) if isinstance(value, int) else value


def customer_weight(weights: tuple[float, ...]) -> float:
    """How much of pay hangs on what is about customers: satisfaction, renewals, equity."""
    return added(weights[2:])
