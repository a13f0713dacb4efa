"""Does the simulator tempt as it should? The order of named policies, and profit now against value.

    python benchmarks/temptation.py                       # both scenarios, 50 seeds
    python benchmarks/temptation.py --scenario commodity --seeds 3 --json

Over `--policies` policies by lot: the rank correlation of the first three quarters' profit with value. Over
these and the named ones: what share of the best value is kept by the policy whose first three quarters are
best (`keeps`). Then in how many quarters product first earns more than customer first before it falls behind
(`leads`), and the value of the named policies, and of customer first at each state of the organisation.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

import numpy as np

from generator.policy import decisions, policy_names, read_policy
from generator.policy.drawn import drawn_policies
from generator.scenario import read_scenario
from generator.simulate import Game, people_of

QUARTERS, EARLY = 8, 3


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 0."""
    found = np.empty(len(values))
    found[np.argsort(values, kind="stable")] = np.arange(len(values))
    return found


def measured(scenario: str, seed: int, customers: int, policies: int) -> dict[str, float]:
    """All measures on one company."""
    what = read_scenario(scenario)
    game = Game(people_of(what, seed, customers, QUARTERS))
    named = {name: game.value(decisions(read_policy(name), what, QUARTERS)) for name in policy_names()}
    drawn = [game.value(decisions(one, what, QUARTERS)) for one in drawn_policies(what, policies, seed)]
    value = np.array([one[0] for one in drawn])
    early = np.array([one[1][:EARLY].sum() for one in drawn])
    every = np.append(value, [one[0] for one in named.values()])
    soon = np.append(early, [one[1][:EARLY].sum() for one in named.values()])
    product, customer = named["product_first"][1], named["customer_first"][1]
    ahead = np.flatnonzero(product <= customer)
    found = {name: one[0] for name, one in named.items()}
    found |= {
        "spearman": float(np.corrcoef(ranks(early), ranks(value))[0, 1]),
        "keeps": float(every[soon.argmax()] / every.max()),
        "keeps, by lot alone": float(value[early.argmax()] / value.max()),
        "leads": float(ahead[0]) if ahead.size else float(QUARTERS),
        "leads in sum": float((np.cumsum(product) > np.cumsum(customer)).sum()),
        "best drawn": float(value.max()),
    }
    plan = decisions(read_policy("customer_first"), what, QUARTERS)
    for stage in range(6):
        found[f"stage {stage}"] = game.value([replace(one, stage=stage) for one in plan])[0]
    return found


def held(scenario: str, one: dict[str, float]) -> dict[str, bool]:
    """Which bars one company meets."""
    stages = [one[f"stage {k}"] for k in range(6)]
    product, customer = one["product_first"], one["customer_first"]
    bars = {"stage 5 is not best": max(stages) > stages[5]}
    if scenario == "fernhill":
        bars |= {
            "customer first beats product first": customer > product,
            "customer first beats doing nothing": customer > one["do_nothing"],
            "greedy for value lies between": one["do_nothing"] < one["greedy_value"] < customer,
            "delighting everyone loses to doing nothing": one["delight_everyone"] < one["do_nothing"],
            "spearman at most 0": one["spearman"] <= 0.0,
            "keeps at most .7": one["keeps"] <= 0.7,
            "product first leads 4 to 6 quarters": 4 <= one["leads"] <= 6,
        }
    if scenario == "commodity":
        bars |= {
            "product first beats customer first": customer < product,
            "product first beats doing nothing": product > one["do_nothing"],
            "delighting everyone is last": one["delight_everyone"] < min(customer, one["do_nothing"]),
            "spearman at least .5": one["spearman"] >= 0.5,
            "keeps at least .85": one["keeps"] >= 0.85,
            "state 0 is best": max(stages) == stages[0],
        }
    return bars


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenario", nargs="*", default=["fernhill", "commodity"])
    parser.add_argument("--customers", type=int, default=5_000)
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--first-seed", type=int, default=500)
    parser.add_argument("--policies", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    answer = {}
    for scenario in asked.scenario:
        runs = [
            measured(scenario, seed, asked.customers, asked.policies)
            for seed in range(asked.first_seed, asked.first_seed + asked.seeds)
        ]
        bars = [held(scenario, one) for one in runs]
        answer[scenario] = {
            "measures": {
                name: [float(np.mean(v)), float(np.std(v)), float(min(v)), float(max(v))]
                for name in runs[0]
                for v in [[one[name] for one in runs]]
            },
            "share of companies that meet": {
                name: float(np.mean([b[name] for b in bars])) for name in bars[0]
            },
        }
    if asked.json:
        print(json.dumps(answer, indent=2))
        return
    for scenario, found in answer.items():
        print(f"{scenario}: {asked.seeds} companies of {asked.customers:,}, {asked.policies} policies each")
        for name, (mean, sd, low, high) in found["measures"].items():
            print(f"{name:>22}  {mean:12,.2f}  sd {sd:10,.2f}  [{low:,.2f}, {high:,.2f}]")
        for name, share in found["share of companies that meet"].items():
            print(f"{share:>7.2f}  {name}")


if __name__ == "__main__":
    main()
