"""How near the mean of event mode lies to expected mode, under policies by lot.

    python benchmarks/events.py                                    # ten policies, 200 times other luck
    python benchmarks/events.py --scenario commodity --customers 3000 --json

For each total of a run (all quarters): by which share the mean over luck lies off (profit: as a share of
revenue), by how many standard errors, and by how much one run differs from the next. `quarters`: most
standard errors in any one quarter.
"""

from __future__ import annotations

import argparse
import json

import numpy as np

from generator.policy import Decision, decisions
from generator.policy.drawn import drawn_policies
from generator.scenario import read_scenario
from generator.simulate import EventGame, Game, people_of
from generator.simulate.events.further import most_doubles

TOTALS = ("left", "came", "own", "repeats", "revenue", "service", "contact")


def totals(game: Game, plan: list[Decision]) -> np.ndarray:
    """Quarter × (live at its end, `TOTALS`, profit)."""
    position, found = game.start, []
    for decision in plan:
        turn = game.play(position, decision)
        position = turn.after
        sums = [float(getattr(turn.done, name).sum()) for name in TOTALS]
        found.append([float(turn.done.mass.sum()), *sums, turn.profit])
    return np.array(found)


def compared(asked: argparse.Namespace) -> list[dict[str, dict[str, float]]]:
    """For each policy: name of the total -> figures."""
    what, found = read_scenario(asked.scenario), []
    people = people_of(what, asked.seed, asked.customers, asked.quarters)
    for policy in drawn_policies(what, asked.policies, asked.seed):
        plan = decisions(policy, what, asked.quarters)
        doubles, expected = most_doubles(what, plan), totals(Game(people), plan)
        runs = np.array([
            totals(EventGame(people, doubles, noise), plan) for noise in range(1, asked.noises + 1)
        ])  # fmt: skip
        off = runs.mean(axis=0) - expected
        error = np.maximum(runs.std(axis=0, ddof=1) / np.sqrt(asked.noises), 1e-9)
        spread = runs.sum(axis=1).std(axis=0, ddof=1)
        whole = expected.sum(axis=0)
        whole[-1] = whole[1 + TOTALS.index("revenue")]  # a profit may be next to nothing
        found.append({
            name: {
                "share": float(off[:, k].sum() / whole[k]),
                "errors": float(off[:, k].sum() * np.sqrt(asked.noises) / max(float(spread[k]), 1e-9)),
                "quarters": float(np.abs(off[:, k] / error[:, k]).max()),
                "spread": float(spread[k] / whole[k]),
            }
            for k, name in enumerate(("live", *TOTALS, "profit"))
        })  # fmt: skip
    return found


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenario", default="fernhill")
    parser.add_argument("--customers", type=int, default=1_500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--quarters", type=int, default=8)
    parser.add_argument("--policies", type=int, default=10)
    parser.add_argument("--noises", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = compared(asked)
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    print(
        f"{asked.scenario}, {asked.policies} policies, {asked.noises} times other luck; worst of the policies"
    )
    print(f"{'':>10}  off by  errors  quarters  one run's spread")
    for name in found[0]:
        share, errors, quarters, spread = (
            max(abs(one[name][what]) for one in found) for what in ("share", "errors", "quarters", "spread")
        )
        print(f"{name:>10}  {share:6.2%}  {errors:6.1f}  {quarters:8.1f}  {spread:10.1%}")


if __name__ == "__main__":
    main()
