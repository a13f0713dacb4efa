"""Policies on a grid: every lever at one of few steps of its range, which a search moves along.

A place on the grid is whole numbers, one for each lever (of pay, one for each measure); a course is one to
three of them, each with the quarter from which it holds. Courses are tuples: equal ones are the same one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.play.decision import MEASURES, Decision
from generator.policy.decision import as_it_is
from generator.policy.model import ANSWERS, CALLERS, OWNERS, REGIONS, RULES, Levers, Policy
from generator.scenario.model import Scenario

Place = tuple[int, ...]
Course = tuple[tuple[int, Place], ...]

MOST_STRETCHES = 3
PARTS = 20  # of which pay is made


@dataclass(frozen=True)
class Steps:
    """A lever's steps, and whether they have an order."""

    name: str
    values: tuple[Any, ...]
    ordered: bool = True


class Grid:
    """The grid of one scenario.

    `levers`: in the order of a place's numbers. `pay`: where in a place the parts of pay stand.
    """

    def __init__(self, scenario: Scenario):
        self.scenario, self.usual = scenario, as_it_is(scenario)
        self.channels = [channel.name for channel in scenario.channels]
        self.levers = [
            *(Steps(f"acquire {name}", _evenly(0.0, 4.0, 40)) for name in self.channels),
            Steps("retention_eur", _evenly(0.0, 3.0, 60)),
            Steps("whom", RULES, False),
            Steps("contacts", _evenly(0.0, 12.0, 24)),
            Steps("owner", OWNERS, False),
            Steps("personalisation", _evenly(0.0, 1.0, 20)),
            Steps("staff", _evenly(0.88, 1.6, 36)),
            Steps("limit_eur", (None, *_evenly(0.0, 250.0, 50))),
            Steps("called", _evenly(0.0, 1.0, 20)),
            Steps("call_days", _evenly(1.0, 14.0, 13)),
            Steps("caller", CALLERS, False),
            Steps("stage", tuple(range(6))),
            Steps("slope", _evenly(0.0, 1.0, 20)),
            Steps("rival", ANSWERS, False),
            Steps("regions", REGIONS, False),
        ]
        self.pay = range(len(self.levers), len(self.levers) + len(MEASURES))
        self._of = {lever.name: k for k, lever in enumerate(self.levers)}

    def nearest(self, decision: Decision) -> Place:
        """The place nearest to a decision."""
        found = []
        for lever in self.levers:
            wanted = self._stands(lever.name, decision)
            if lever.ordered and wanted is not None:
                steps = [abs(value - wanted) if value is not None else float("inf") for value in lever.values]
                found.append(steps.index(min(steps)))
            else:
                found.append(lever.values.index(wanted))
        parts = [round(weight * PARTS) for weight in decision.weights]
        parts[parts.index(max(parts))] += PARTS - sum(parts)
        return (*found, *parts)

    def _stands(self, name: str, decision: Decision) -> Any:
        if name.startswith("acquire "):
            return decision.spend[self.channels.index(name.removeprefix("acquire "))]
        return getattr(decision, name)

    def course(self, plan: list[Decision]) -> Course:
        """The course nearest to a plan, cut after its first few changes."""
        places = [self.nearest(decision) for decision in plan]
        begun = [k for k, place in enumerate(places) if k == 0 or place != places[k - 1]]
        return tuple((k + 1, places[k]) for k in begun[:MOST_STRETCHES])

    def policy(self, course: Course, name: str, title: str = "") -> Policy:
        """The policy of a course; it says no more than what is not as it is, or not as before."""
        before, quarters = self._said(self.nearest(self.usual)), {}
        for quarter, place in course:
            said = self._said(place)
            moved = {
                lever: value for lever, value in said.items() if value is not None and value != before[lever]
            }
            if moved:
                quarters[quarter] = Levers.model_validate(moved)
            before = {lever: before[lever] if value is None else value for lever, value in said.items()}
        return Policy(name=name, title=title, quarters=quarters)

    def _said(self, place: Place) -> dict[str, Any]:
        """All levers in the words of a policy's file."""
        at = {lever.name: lever.values[k] for lever, k in zip(self.levers, place, strict=False)}
        if at["whom"] == "nobody" or at["retention_eur"] == 0.0:  # one way to say that nobody gets an offer
            at |= {"whom": self.usual.whom, "retention_eur": self.usual.retention_eur}
        if at["called"] == 0.0:
            at |= {"call_days": self.usual.call_days, "caller": self.usual.caller}
        pay = [round(place[k] / PARTS, 4) for k in self.pay]
        return {
            "acquire": {name: at[f"acquire {name}"] for name in self.channels},
            "retention": {"budget_eur": at["retention_eur"], "whom": at["whom"]},
            "contacts": at["contacts"],
            "owner": at["owner"],
            "personalisation": at["personalisation"],
            "staff": at["staff"],
            "refund_limit_eur": at["limit_eur"],
            "closed_loop": {"share": at["called"], "days": at["call_days"], "by": at["caller"]},
            "stage": at["stage"],
            "bonus": {"weights": dict(zip(MEASURES, pay, strict=True)), "slope": at["slope"]},
            "rival": at["rival"],
            "regions": at["regions"],
        }


def _evenly(low: float, high: float, count: int) -> tuple[float, ...]:
    return tuple(round(low + (high - low) * k / count, 4) for k in range(count + 1))
