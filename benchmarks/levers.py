"""Where each lever is best, in both scenarios: inside its range, or not at the same place in both.

    python benchmarks/levers.py
    python benchmarks/levers.py --customers 2000 --seed 3 --json

Each lever is moved alone, through all quarters, around the named policy that suits the scenario. (A lever
that is best at one end of its range whatever the company would teach a habit, not a judgement.)
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import Any

from generator.policy import Decision, decisions, read_policy
from generator.scenario import read_scenario
from generator.scenario.parts.policy import MEASURES
from generator.simulate import Game, people_of

QUARTERS = 8
SUITS = {"fernhill": "customer_first", "commodity": "product_first"}
PLACES: dict[str, tuple[Any, ...]] = {
    "retention_eur": (0.0, 0.05, 0.1, 0.2, 0.35, 0.5),
    "whom": ("nobody", "random", "risk", "lift", "lift_value"),
    "contacts": (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 12.0),
    "owner": ("lines", "customer"),
    "personalisation": (0.0, 0.25, 0.5, 0.75, 1.0),
    "staff": (0.88, 0.95, 1.0, 1.05, 1.1, 1.2, 1.4, 1.6),
    "limit_eur": (0.0, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0, 120.0, 250.0),
    "called": (0.0, 0.25, 0.5, 0.75, 1.0),
    "call_days": (1.0, 2.0, 4.0, 7.0, 14.0),
    "stage": (0, 1, 2, 3, 4, 5),
    "slope": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
    "rival": ("hold", "match", "targeted"),
    "regions": ("revenue", "need"),
}
SPEND = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)


def tried(plan: list[Decision], channels: list[str]) -> dict[str, list[tuple[Any, list[Decision]]]]:
    """Lever -> its places, with the plan that has it there."""
    found: dict[str, list[tuple[Any, list[Decision]]]] = {}
    for k, channel in enumerate(channels):
        found[f"spend on {channel}"] = [
            (x, [replace(one, spend=(*one.spend[:k], x, *one.spend[k + 1 :])) for one in plan]) for x in SPEND
        ]
    for name, places in PLACES.items():
        moved = {"whom": {"retention_eur": 0.2}, "call_days": {"called": 0.5}}.get(name, {})
        found[name] = [(x, [replace(one, **{**moved, name: x}) for one in plan]) for x in places]
    pay = [(name, tuple(1.0 if other == name else 0.0 for other in MEASURES)) for name in MEASURES]
    pay += [(f"as planned: {plan[0].weights}", plan[0].weights)]
    found["pay"] = [(name, [replace(one, weights=weights) for one in plan]) for name, weights in pay]
    return found


def best_places(scenario: str, customers: int, seed: int) -> dict[str, tuple[Any, bool]]:
    """Lever -> where it is best, and whether that lies inside its range (for those with a range)."""
    what = read_scenario(scenario)
    game = Game(people_of(what, seed, customers, QUARTERS))
    plan = decisions(read_policy(SUITS[scenario]), what, QUARTERS)
    found = {}
    for lever, places in tried(plan, [channel.name for channel in what.channels]).items():
        values = [game.value(moved)[0] for _, moved in places]
        at = max(range(len(values)), key=values.__getitem__)
        ordered = not isinstance(places[0][0], str)
        found[lever] = (places[at][0], ordered and 0 < at < len(places) - 1)
    return found


def judged(customers: int, seed: int) -> dict[str, dict[str, Any]]:
    """Lever -> its best place in each scenario, and whether it is inside in one, or they differ."""
    each = {scenario: best_places(scenario, customers, seed) for scenario in SUITS}
    found = {}
    for lever in each["fernhill"]:
        places = {scenario: each[scenario][lever][0] for scenario in SUITS}
        inside = any(each[scenario][lever][1] for scenario in SUITS)
        found[lever] = {**places, "good": inside or len(set(places.values())) > 1}
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = judged(asked.customers, asked.seed)
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    print(f"{'lever':24}{'fernhill':>16}{'commodity':>18}")
    for lever, one in found.items():
        mark = "" if one["good"] else "   at the same end in both"
        print(f"{lever:24}{one['fernhill']!s:>16}  {one['commodity']!s:>16}{mark}")


if __name__ == "__main__":
    main()
