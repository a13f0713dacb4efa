"""How long a search of policies takes on cells, and ghosts for a class.

    python benchmarks/search.py                            # milliseconds a policy, ghosts of 500 students
    python benchmarks/search.py --scenario commodity --students 50 --workers 1 --json

`ms a policy` is time of the processor, for policies by lot with one change in time; `minutes for 100,000` is
that on two cores. `ghosts`: each student's stated rule and what she did, eight quarters of both, on the one
company of the class in cells, from its file; or with `--own` on a company for each student, whose files were
made before (one takes `seconds a company`). Rule and deeds part in the first quarter, which takes longest;
with `--booked` the log tells what her deeds were worth. Of one worker the processor's time is all the work.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from generator.policy import decisions
from generator.policy.drawn import drawn_policies
from generator.policy.grid import Grid
from generator.scenario import read_scenario
from generator.scenario.model import Scenario
from generator.simulate import people_of, write_company
from generator.simulate.cells import cells_of
from generator.simulate.company import company_of
from generator.simulate.ghosts import Player, ghosts
from generator.simulate.valuing import Held, Work

QUARTERS = 8


def policies(what: Scenario, customers: int, count: int) -> dict[str, float]:
    """Milliseconds of one policy."""
    cells = cells_of(people_of(what, 7, customers, QUARTERS))
    work, grid = Work(Held("benchmark", company_of(cells), what, QUARTERS)), Grid(what)
    plans = [decisions(one, what, QUARTERS) for one in drawn_policies(what, 2 * count, 7)]
    courses = [
        ((1, grid.nearest(one[0])), (2 + k % (QUARTERS - 1), grid.nearest(other[0])))
        for k, (one, other) in enumerate(zip(plans[::2], plans[1::2], strict=True))
    ]
    work(courses[: count // 4])
    begun = time.process_time()
    work(courses)
    each = (time.process_time() - begun) / count
    return {"cells": len(cells.ids), "ms a policy": 1e3 * each, "minutes for 100,000": each * 1e5 / 2 / 60}


def students(
    what: Scenario, customers: int, count: int, workers: int, own: bool, booked: bool, folder: Path
) -> dict[str, float]:
    """Seconds for the ghosts of a class."""
    begun = time.process_time()
    companies = count if own else 1
    for number in range(companies):
        write_company(cells_of(people_of(what, number, customers, QUARTERS)), folder / f"{number}.json")
    made = (time.process_time() - begun) / companies
    drawn = drawn_policies(what, 2 * count, 3)
    players = [
        Player(folder / f"{k % companies}.json", rule, tuple(decisions(deeds, what, QUARTERS)))
        for k, (rule, deeds) in enumerate(zip(drawn[::2], drawn[1::2], strict=True))
    ]
    if booked:
        players = [replace(one, booked=(0,) * QUARTERS) for one in players]
    wall, cpu = time.perf_counter(), time.process_time()
    found = ghosts(players, what, workers)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if any(sum(one.gap) != one.value_gap for one in found):
        raise AssertionError("gaps do not add up")
    return {"seconds a company": made, "ghosts": count, "workers": workers, "all of them, s": wall,
            "of this process's processor, s": cpu}  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenario", default="fernhill")
    parser.add_argument("--customers", type=int, default=8_000)
    parser.add_argument("--policies", type=int, default=400)
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--booked", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    what = read_scenario(asked.scenario)
    found = policies(what, asked.customers, asked.policies)
    with tempfile.TemporaryDirectory() as folder:
        found |= students(
            what, asked.customers, asked.students, asked.workers, asked.own, asked.booked, Path(folder)
        )
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    for name, value in found.items():
        print(f"{name:>32}  {value:10,.2f}")


if __name__ == "__main__":
    main()
