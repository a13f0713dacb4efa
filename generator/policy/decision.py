"""A quarter's decisions as plain numbers: what a policy says, laid over the company as it is."""

from __future__ import annotations

from generator.errors import WrongUse
from generator.play.decision import MEASURES, Decision
from generator.policy.model import Levers, Policy
from generator.scenario.model import Scenario


def as_it_is(scenario: Scenario) -> Decision:
    """The company's present decisions: under them the simulator makes what the generator makes."""
    bonus = scenario.policy.bonus
    return Decision(
        spend=(1.0,) * len(scenario.channels),
        retention_eur=0.0,
        whom="nobody",
        contacts=scenario.policy.contacting.usual,
        owner="lines",
        personalisation=0.0,
        staff=1.0,
        limit_eur=None,
        called=0.0,
        call_days=2.0,
        caller="clerk",
        stage=scenario.organisation.stage,
        weights=tuple(bonus.weights[name] for name in MEASURES),
        slope=bonus.slope,
        rival="hold",
        regions="revenue",
    )


def decisions(policy: Policy, scenario: Scenario, quarters: int) -> list[Decision]:
    """The decisions of the first so many quarters. Raises `WrongUse` for a channel that there is not."""
    _known(policy, scenario)
    usual = as_it_is(scenario)
    return [_laid(usual, policy.of_quarter(quarter), scenario) for quarter in range(1, quarters + 1)]


def _known(policy: Policy, scenario: Scenario) -> None:
    names = [channel.name for channel in scenario.channels]
    for quarter, levers in policy.quarters.items():
        for name in levers.acquire or {}:
            if name not in names:
                raise WrongUse(
                    f"{policy.name}: quarters.{quarter}.acquire names the channel `{name}`, which "
                    f"the scenario `{scenario.name}` does not have; it has {', '.join(names)}."
                )


def _laid(usual: Decision, said: Levers, scenario: Scenario) -> Decision:
    found = dict(vars(usual))
    if said.acquire is not None:
        found["spend"] = tuple(float(said.acquire.get(channel.name, 1.0)) for channel in scenario.channels)
    if said.retention is not None:
        found |= {"retention_eur": said.retention.budget_eur, "whom": said.retention.whom}
    if said.refund_limit_eur is not None:
        found["limit_eur"] = said.refund_limit_eur
    if said.closed_loop is not None:
        loop = said.closed_loop
        found |= {"called": loop.share, "call_days": loop.days, "caller": loop.by}
    if said.bonus is not None:
        given: dict[str, float] = {str(name): share for name, share in said.bonus.weights.items()}
        weights = tuple(float(given.get(name, 0.0)) for name in MEASURES)
        found |= {"weights": weights, "slope": said.bonus.slope}
    for name in ("contacts", "owner", "personalisation", "staff", "stage", "rival", "regions"):
        if getattr(said, name) is not None:
            found[name] = getattr(said, name)
    return Decision(**found)
