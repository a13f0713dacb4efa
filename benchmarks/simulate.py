"""How long the simulator takes: to read a company, for a turn, and for a whole run in expected or event mode.

    python benchmarks/simulate.py                          # 8,000 and 20,000 customers, eight quarters
    python benchmarks/simulate.py --customers 5000 --json
    python benchmarks/simulate.py --customers 1160 --plain # some 1,500 rows, also without NumPy
    python benchmarks/simulate.py --mode event

A turn is one quarter with everything that it shows: both P&Ls, equity, lenses, and why value moved. `value`
is a run for its value alone, as a search needs it, and `a policy by lot` the mean of forty of them. In event
mode, `chances` is what is drawn once for a company and one luck, and `log` the table of all events. Seconds
of the processor say more than the clock on a busy machine. The best of `--times` runs counts.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable

from generator.play import company_data, company_from
from generator.play import run as carried_out
from generator.play.game import Game as PlainGame
from generator.play.why import moved, worth_now
from generator.policy import Decision, decisions, read_policy
from generator.policy.drawn import drawn_policies
from generator.scenario import read_scenario
from generator.simulate import EventGame, Game, event_log, people_of, run
from generator.simulate.events import run_events
from generator.simulate.events.further import most_doubles

QUARTERS, LOTS = 8, 40


def best(work: Callable[[], object], times: int, parts: int = 1) -> dict[str, float]:
    """Least milliseconds of the clock and of the processor, for each of so many parts."""
    found = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        found.append((time.perf_counter() - wall, time.process_time() - cpu))
    return {
        "wall_ms": round(1e3 * min(w for w, _ in found) / parts, 1),
        "cpu_ms": round(1e3 * min(c for _, c in found) / parts, 1),
    }


def measured(scenario: str, customers: int, policy: str, times: int, plain: bool) -> dict[str, object]:
    """All times on one company; `plain`: also of turns in plain Python."""
    what = read_scenario(scenario)
    asked = read_policy(policy)
    plan = decisions(asked, what, QUARTERS)
    Game(people_of(what, 7, 1_000, QUARTERS))  # what is worked out once for a process is not counted
    game = Game(people_of(what, 7, customers, QUARTERS))
    lots = [decisions(one, what, QUARTERS) for one in drawn_policies(what, LOTS, 3)]

    def by_lot() -> None:
        for lot in lots:
            game.value(lot)

    found: dict[str, object] = {
        "rows": game.company.until[-1],
        "read the company": best(lambda: Game(people_of(what, 7, customers, QUARTERS)), 1),
        "the last turn": last_turn(game, plan, times),
        "eight quarters": best(lambda: run(game, plan, asked, 7, customers), times),
        "value": best(lambda: game.value(plan), times),
        "a policy by lot": best(by_lot, times, LOTS),
    }
    if plain:
        bare = PlainGame(company_from(json.loads(json.dumps(company_data(game.company)))))
        found["the last turn, plain"] = last_turn(bare, plan, times)
        found["eight quarters, plain"] = best(lambda: carried_out(bare, plan), 1)
    return found


def measured_events(scenario: str, customers: int, policy: str, times: int) -> dict[str, object]:
    """All times on one company in event mode."""
    what, asked = read_scenario(scenario), read_policy(policy)
    plan = decisions(asked, what, QUARTERS)
    doubles = most_doubles(what, plan)
    EventGame(people_of(what, 7, 1_000, QUARTERS), doubles)  # what is worked out once for a process
    people = people_of(what, 7, customers, QUARTERS)
    game = EventGame(people, doubles)
    found = run_events(game, plan, asked, 7, customers)
    return {
        "rows": game.company.until[-1],
        "read the company": best(lambda: people_of(what, 7, customers, QUARTERS), 1),
        "chances": best(lambda: EventGame(people, doubles), times),
        "eight quarters": best(lambda: run_events(game, plan, asked, 7, customers), times),
        "value": best(lambda: game.value(plan), times),
        "log": best(lambda: event_log(found), times),
    }


def last_turn(game: PlainGame, plan: list[Decision], times: int) -> dict[str, float]:
    """A turn and why value moved in it, after all the others."""
    position = game.start
    for decision in plan[:-1]:
        position = game.play(position, decision).after
    expected = worth_now(game, position)
    return best(lambda: moved(game, position, expected, game.play(position, plan[-1]), True), times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenario", default="fernhill")
    parser.add_argument("--customers", type=int, nargs="*", default=[8_000, 20_000])
    parser.add_argument("--policy", default="customer_first")
    parser.add_argument("--mode", choices=["expected", "event"], default="expected")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--plain", action="store_true", help="also without NumPy")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    found = {
        str(customers): (
            measured_events(asked.scenario, customers, asked.policy, asked.times)
            if asked.mode == "event"
            else measured(asked.scenario, customers, asked.policy, asked.times, asked.plain)
        )
        for customers in asked.customers
    }
    if asked.json:
        print(json.dumps({"load": round(load, 2), **found}, indent=2))
        return
    print(f"{asked.scenario}, {asked.policy}, {asked.mode} mode; load {load:.1f}")
    for customers, one in found.items():
        print(f"{int(customers):,} customers, {one.pop('rows'):,} rows")
        for name, times in one.items():
            print(f"{name:>22}  {times['wall_ms']:8.1f} ms  {times['cpu_ms']:8.1f} ms cpu")


if __name__ == "__main__":
    main()
