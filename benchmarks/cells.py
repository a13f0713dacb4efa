"""How far a company in cells is from the company itself, over the named policies and policies by lot.

    python benchmarks/cells.py                              # both scenarios, 5,000 and 20,000 customers
    python benchmarks/cells.py --cells 1000 --customers 5000 --seeds 2 --json

The distance of a policy is the difference of its value as a share of that value or of what the company is
worth with nothing changed, whichever is larger (the value of a ruinous policy may be about nothing). `early`:
the difference of the first three quarters' profit, as the same share.
"""

from __future__ import annotations

import argparse
import json
import time

import numpy as np

from generator.policy import decisions, policy_names, read_policy
from generator.policy.drawn import drawn_policies
from generator.scenario import read_scenario
from generator.simulate import Game, people_of
from generator.simulate.cells import CELLS, cells_of

QUARTERS, EARLY, BAR = 8, 3, 0.02


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 0."""
    found = np.empty(len(values))
    found[np.argsort(values, kind="stable")] = np.arange(len(values))
    return found


def measured(scenario: str, seed: int, customers: int, policies: int, cells: int) -> dict[str, float]:
    """All measures on one company."""
    what = read_scenario(scenario)
    people = people_of(what, seed, customers, QUARTERS)
    begun = time.process_time()
    few = cells_of(people, cells)
    made = time.process_time() - begun
    tried = [*map(read_policy, policy_names()), *drawn_policies(what, policies, seed)]
    plans = [decisions(one, what, QUARTERS) for one in tried]
    whole, game = Game(people), Game(few)
    full = [whole.value(plan) for plan in plans]
    begun = time.process_time()
    found = [game.value(plan) for plan in plans]
    each = (time.process_time() - begun) / len(plans)
    value, cell = (np.array([one[0] for one in both]) for both in (full, found))
    scale = np.maximum(np.abs(value), abs(value[policy_names().index("do_nothing")]))
    away = np.abs(cell - value) / scale
    early = np.array([abs((b[1] - a[1])[:EARLY].sum()) for a, b in zip(full, found, strict=True)]) / scale
    named = len(policy_names())
    return {
        "rows": len(people.ids),
        "cells": len(few.ids),
        "seconds to make": made,
        "ms a policy": 1e3 * each,
        "median": float(np.median(away)),
        "95 % below": float(np.quantile(away, 0.95)),
        "worst": float(away.max()),
        "worst of the named": float(away[:named].max()),
        f"share within {BAR:.0%}": float(np.mean(away < BAR)),
        "spearman": float(np.corrcoef(ranks(value[named:]), ranks(cell[named:]))[0, 1]),
        "early, worst": float(early.max()),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenario", nargs="*", default=["fernhill", "commodity"])
    parser.add_argument("--customers", type=int, nargs="*", default=[5_000, 20_000])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first-seed", type=int, default=500)
    parser.add_argument("--policies", type=int, default=100)
    parser.add_argument("--cells", type=int, default=CELLS)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    answer = {}
    for scenario in asked.scenario:
        for customers in asked.customers:
            answer[f"{scenario}, {customers:,} customers"] = [
                measured(scenario, seed, customers, asked.policies, asked.cells)
                for seed in range(asked.first_seed, asked.first_seed + asked.seeds)
            ]
    if asked.json:
        print(json.dumps(answer, indent=2))
        return
    for name, runs in answer.items():
        print(f"{name}: {asked.seeds} companies, {asked.policies} policies by lot and the named ones")
        for measure in runs[0]:
            values = [run[measure] for run in runs]
            print(f"{measure:>20}  " + "  ".join(f"{value:10,.4g}" for value in values))


if __name__ == "__main__":
    main()
