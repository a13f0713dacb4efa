"""The best policy of a company, looked for on its cells.

Half of the policies come by lot: every other one the same in all quarters, the others with one change in
time. The rest come from the best so far, in rounds: each is one of them, moved by a few steps of a few
levers, or crossed with another, or with a further change in time. Every number comes from the generator's own
draws, and a round is whole before the next one begins, so it does not matter how many processes work. What
comes first on cells is then valued on the company itself, next to the named policies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from generator import draws
from generator.engines import Engine, engine_for
from generator.errors import WrongUse
from generator.policy import Policy, decisions, policy_names, read_policy
from generator.policy.drawn import drawn_policy
from generator.policy.grid import MOST_STRETCHES, Course, Grid, Place
from generator.scenario.model import Scenario
from generator.simulate.cells import cells_of
from generator.simulate.company import company_of
from generator.simulate.game import Game
from generator.simulate.rows import people_of
from generator.simulate.running import check_quarters
from generator.simulate.valuing import AT_ONCE, Held, Work

LEAST, MOST = 20, 10_000_000  # policies
BY_LOT = 0.5  # share of policies
PARENTS, FINALISTS = 40, 12
LARGEST_ROUND = 1_000
CROSSED, CHANGED, JUMPS = 0.3, 0.2, 0.15  # how often: two parents, a change in time, a lever anywhere
NUMBERS = 256  # that one policy may draw

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Standing:
    """A policy in the final: EUR on the company itself, and the share of the best one's value."""

    policy: Policy
    value: float
    kept: float
    profits: tuple[float, ...]


@dataclass(frozen=True)
class Found:
    """What a search found.

    `best`: the best policy found. `named`: the named policies, the best first. `tried`: policies valued on
    `cells` cells. `on_cells`: EUR of the best on cells. `stopped`: the search was stopped before its end.
    """

    scenario: Scenario
    seed: int
    customers: int
    best: Standing
    named: list[Standing]
    tried: int
    cells: int
    on_cells: float
    stopped: bool


@dataclass
class _Pool:
    """The best courses so far, the best first; of equal ones the earlier."""

    seen: set[Course] = field(default_factory=set)
    best: list[tuple[float, int, Course]] = field(default_factory=list)
    tried: int = 0

    def put(self, courses: list[Course], values: list[float]) -> None:
        """Add a round."""
        for course, value in zip(courses, values, strict=True):
            self.tried += 1
            if course not in self.seen:
                self.seen.add(course)
                self.best.append((-value, self.tried, course))
        self.best = sorted(self.best)[:PARENTS]


def search(
    scenario: Scenario,
    seed: int = 7,
    customers: int = 8_000,
    quarters: int = 8,
    policies: int = 10_000,
    workers: int = 1,
    pressed: bool = True,
    progress: Progress | None = None,
) -> Found:
    """Look for the best policy among so many. Whoever interrupts it gets the best so far.

    `progress`: called with how many are tried, and how many will be. Raises `WrongUse` for numbers that
    cannot be, or a scenario that cannot be played.
    """
    if not LEAST <= policies <= MOST:
        raise WrongUse(f"policies must be between {LEAST} and {MOST:,}; found {policies}.")
    check_quarters(quarters)
    engine = engine_for(None, workers)
    people = people_of(scenario, seed, customers, quarters)
    few = cells_of(people)
    held = Held(
        f"{scenario.name} {seed} {customers} {quarters} {pressed}",
        company_of(few),
        scenario,
        quarters,
        pressed,
    )
    pool, stopped = _Pool(), False
    told = progress or (lambda done, total: None)
    try:
        with engine:
            _look(engine, held, seed, policies, pool, told)
    except KeyboardInterrupt:
        stopped = True
    return _final(Game(people), held, seed, customers, pool, len(few.ids), stopped)


def _look(engine: Engine, held: Held, seed: int, policies: int, pool: _Pool, told: Progress) -> None:
    grid = Grid(held.scenario)
    size = min(LARGEST_ROUND, max(LEAST, policies // 20))
    by_lot = max(int(policies * BY_LOT), size)
    while pool.tried < policies:
        numbers = range(pool.tried, min(pool.tried + size, policies))
        lots = [_lots(seed, number) for number in numbers]
        if pool.tried < by_lot:
            known = _known(held, grid) if pool.tried == 0 else []
            drawn = [_by_lot(grid, held, seed, *both) for both in zip(numbers, lots, strict=True)]
            courses = (known + drawn)[: len(drawn)]
        else:
            parents = [course for _, _, course in pool.best]
            courses = [_moved(grid, held.quarters, parents, lot) for lot in lots]
        pool.put(courses, _values(engine, held, courses, lambda done: told(pool.tried + done, policies)))
        told(pool.tried, policies)


def _values(engine: Engine, held: Held, courses: list[Course], told: Callable[[int], None]) -> list[float]:
    pieces = [courses[low : low + AT_ONCE] for low in range(0, len(courses), AT_ONCE)]
    found: dict[int, list[float]] = {}
    for index, values in engine.map(Work(held), pieces):
        found[index] = values
        told(sum(map(len, found.values())))
    return [value for index in range(len(pieces)) for value in found[index]]


def _lots(seed: int, number: int) -> list[float]:
    key = draws.keys(seed, "search", np.array([number]))
    return draws.uniform(draws.bits(np.repeat(key, NUMBERS), np.arange(NUMBERS))).tolist()


def _known(held: Held, grid: Grid) -> list[Course]:
    """The named policies, as far as they are for this scenario."""
    found = []
    for name in policy_names():
        try:
            plan = decisions(read_policy(name), held.scenario, held.quarters)
        except WrongUse:
            continue
        found.append(grid.course(plan))
    return found


def _by_lot(grid: Grid, held: Held, seed: int, number: int, lot: list[float]) -> Course:
    """A policy by lot; every second one has a change in time, to another one in about half of the levers."""
    first = grid.nearest(decisions(drawn_policy(held.scenario, seed, number), held.scenario, 1)[0])
    if number % 2 == 0 or held.quarters == 1:
        return ((1, first),)
    other = grid.nearest(decisions(drawn_policy(held.scenario, seed, -1 - number), held.scenario, 1)[0])
    quarter = 2 + int(lot[0] * (held.quarters - 1))
    return ((1, first), (quarter, _crossed(grid, first, other, lot[1:])))


def _crossed(grid: Grid, one: Place, other: Place, lot: list[float]) -> Place:
    """Each lever from one or the other; pay from one of them as a whole."""
    mixed = [b if lot[k] < 0.5 else a for k, (a, b) in enumerate(zip(one, other, strict=True))]
    for k in grid.pay:
        mixed[k] = (other if lot[grid.pay.start] < 0.5 else one)[k]
    return tuple(mixed)


def _moved(grid: Grid, quarters: int, parents: list[Course], lot: list[float]) -> Course:
    """A course made from the best so far; the better a parent, the more often it is one."""
    numbers = iter(lot)

    def parent() -> Course:
        return parents[int(next(numbers) ** 2 * len(parents))]

    course, how = list(parent()), next(numbers)
    if how < CROSSED:
        other = parent()
        lots = [next(numbers) for _ in course[0][1]]
        course = [
            (quarter, _crossed(grid, place, other[min(k, len(other) - 1)][1], lots))
            for k, (quarter, place) in enumerate(course)
        ]
    elif how < CROSSED + CHANGED and quarters > 1:
        quarter = 2 + int(next(numbers) * (quarters - 1))
        which = int(next(numbers) * len(course))
        if which > 0 and next(numbers) < 0.3:
            del course[which]
        elif len(course) < MOST_STRETCHES and quarter not in [begun for begun, _ in course]:
            before = [place for begun, place in course if begun < quarter][-1]
            course = sorted([*course, (quarter, before)])
    for _ in range(1 + int(next(numbers) * 3)):
        which = int(next(numbers) * len(course))
        quarter, place = course[which]
        moved = _stepped(grid, place, [next(numbers) for _ in range(4)])
        course[which] = (quarter, moved)
        if next(numbers) < 0.5:  # in the stretches after it, too
            changed = [k for k, (a, b) in enumerate(zip(place, moved, strict=True)) if a != b]
            if not set(changed) & set(grid.pay):
                for later in range(which + 1, len(course)):
                    begun, there = course[later]
                    course[later] = (
                        begun, tuple(moved[k] if k in changed else v for k, v in enumerate(there)),
                    )  # fmt: skip
    return tuple(course)


def _stepped(grid: Grid, place: Place, lot: list[float]) -> Place:
    """One lever moved: by one to three steps, or anywhere; or a part of pay from one measure to another."""
    found, which = list(place), int(lot[0] * (len(grid.levers) + 2))
    if which >= len(grid.levers):
        giver, taker = (grid.pay[int(x * len(grid.pay))] for x in lot[1:3])
        parts = min(found[giver], 1 + int(lot[3] * 4))
        found[giver] -= parts
        found[taker] += parts
        return tuple(found)
    steps = len(grid.levers[which].values)
    if grid.levers[which].ordered and lot[1] >= JUMPS:
        step = 1 + int(lot[2] * 3)
        found[which] = min(max(found[which] + (step if lot[3] < 0.5 else -step), 0), steps - 1)
    else:
        found[which] = int(lot[2] * steps)
    return tuple(found)


def _final(
    game: Game, held: Held, seed: int, customers: int, pool: _Pool, cells: int, stopped: bool
) -> Found:
    """The best on cells, and the named policies, on the company itself."""
    grid, scenario = Grid(held.scenario), held.scenario

    def valued(policy: Policy) -> tuple[float, tuple[float, ...]]:
        value, profits = game.value(decisions(policy, scenario, held.quarters), held.pressed)
        return value, tuple(map(float, profits))

    title = f"Best of {pool.tried:,} policies on {scenario.name}, seed {seed}"
    finalists = [
        (*valued(policy), policy, -value)
        for value, _, course in pool.best[:FINALISTS]
        for policy in [grid.policy(course, "best_found", title)]
    ]
    names = []
    for name in policy_names():
        try:
            names.append((*valued(read_policy(name)), read_policy(name), float("nan")))
        except WrongUse:
            continue
    value, profits, policy, on_cells = max(finalists or names, key=lambda one: one[0])
    return Found(
        scenario, seed, customers, Standing(policy, value, 1.0, profits),
        sorted(
            (Standing(one, worth, worth / value, earned) for worth, earned, one, _ in names),
            key=lambda one: -one.value,
        ),
        pool.tried, cells, on_cells, stopped,
    )  # fmt: skip
