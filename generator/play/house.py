"""The organisation quarter by quarter: where it stands, what of its state acts yet, what pay pulls."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.play.decision import MEASURES, Decision, customer_weight
from generator.play.record import Record


@dataclass(frozen=True)
class House:
    """The organisation in one quarter.

    `stage`: its state, paid for at once. `acts`: states of this and earlier quarters, latest first, of which
    one acts with a lag. `holds`: share of a state's effect that bonuses let stand. `moved`: the state
    changed. `repaid`: what pay hangs on changed.
    """

    stage: int
    acts: tuple[int, ...]
    holds: float
    moved: bool = False
    repaid: bool = False
    weights: tuple[float, ...] = ()
    slope: float = 0.0


def at_first(rules: Record, usual: Decision) -> House:
    """The company's own organisation before the first quarter."""
    lag = rules.organising.lag
    return House(usual.stage, (usual.stage,) * (lag + 1), 1.0, weights=usual.weights, slope=usual.slope)


def next_house(rules: Record, before: House, decision: Decision) -> House:
    """One quarter on: at most one state nearer to the aim; effects decay where bonuses do not hold them."""
    part = rules.organising
    stage = before.stage + (decision.stage > before.stage) - (decision.stage < before.stage)
    missing = max(part.upkeep[stage] - customer_weight(decision.weights), 0.0)
    holds = before.holds * (1.0 - min(part.decay * missing, 1.0)) if missing > 0 else before.holds
    if missing == 0.0 and holds < 1.0:  # what was lost is won back as slowly
        holds = min(1.0, holds + 0.1)
    return House(
        stage,
        (stage, *before.acts[:-1]),
        holds,
        stage != before.stage,
        decision.weights != before.weights or decision.slope != before.slope,
        decision.weights,
        decision.slope,
    )


def settled(house: House) -> House:
    """The same organisation without the disturbance of a change."""
    return replace(house, moved=False, repaid=False)


def acting(rules: Record, usual: Decision, house: House, table: list[float]) -> float:
    """A table's value as it acts: of the state `lag` quarters ago, as far as bonuses hold it."""
    base = table[usual.stage]
    return base + house.holds * (table[house.acts[-1]] - base)


def pulls(rules: Record, usual: Decision, house: House) -> dict[str, float]:
    """For each thing that pay pulls at, how much more than now (all exactly 0 at present pay)."""
    found = dict.fromkeys(
        ("contacts", "newcomers", "hazard_new", "hazard", "satisfaction", "nps_points"), 0.0
    )
    margin = 0.0
    for k, name in enumerate(MEASURES):
        pull = rules.bonus.pulls[name]
        now, then = house.weights[k] * house.slope, usual.weights[k] * usual.slope
        for what in found:
            found[what] += pull[what] * (now - then)
        margin += pull.margin * (now * now - then * then)
    return found | {"margin": margin}
