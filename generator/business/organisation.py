"""The organisation: who works here, for which line or segment, under whom, and for which bonus.

Everybody on the staff works for one product line and one customer segment at once; what differs from one
company to the next is along which of the two they talk (`generator.business.network`) and report.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import draws
from generator.block_values import Nullable
from generator.memo import per_world
from generator.scenario.parts.organisation import DEPARTMENTS
from generator.world import World

CORE = ("product", "marketing", "service", "stores")
MANAGEMENT = "management"
DIRECTORS_BONUS = ("operating profit", 0.40)
RATING = "rating of own tickets"
DECISIONS = (
    "price of a product", "launch of a product", "end of a line", "catalogue and mailing plan",
    "how often a customer is contacted", "budget for new customers", "offer to a customer who may leave",
    "goodwill above the limit", "answer times in service", "opening hours of stores", "terms of the Club",
    "address data and consents", "change to the app", "choice of a carrier", "policy on returns",
    "definition of a good customer",
)  # fmt: skip
ROLES = ("responsible", "accountable", "supports", "consulted", "informed")
ACCOUNTABLE = ROLES.index("accountable")
NONE = -1
MOST_TRAINING = 10  # days a year


@dataclass(frozen=True)
class Chart:
    """The chart (arrays by employee, in order of number): codes of department, line and segment (-1: none),
    number of the manager (0: none), and whether one belongs to the staff of a line and a segment."""

    department: np.ndarray
    line: np.ndarray
    segment: np.ndarray
    manager: np.ndarray
    staff: np.ndarray

    @property
    def ids(self) -> np.ndarray:
        """Numbers of the employees."""
        return np.arange(1, len(self.department) + 1)


@dataclass(frozen=True)
class FrontLine:
    """Clerks who answer tickets (arrays by clerk).

    `ids`: employee numbers. `limit`: what each may refund, cents. `weight`: of the rating in pay (0: none).
    `training`: days of training a year.
    """

    ids: np.ndarray
    limit: np.ndarray
    weight: np.ndarray
    training: np.ndarray


def departments(world: World) -> list[str]:
    """Names of the departments by code."""
    return [*DEPARTMENTS, MANAGEMENT]


@per_world
def chart(world: World) -> Chart:
    """The organisation chart: a director, heads of lines (and of segments), staff, support."""
    rules, lines = world.scenario.organisation, len(world.scenario.lines)
    segments, code = len(rules.segments), departments(world).index
    heads = segments if rules.stage >= 3 else 0  # segments have somebody of their own from stage 3 on
    rows = [(code(MANAGEMENT), NONE, NONE, 0, False)]
    rows += [(code("product"), k, NONE, 1, False) for k in range(lines)]
    rows += [(code("marketing"), NONE, k, 1, False) for k in range(heads)]
    for k in range(rules.staff):
        line, segment = k % lines, k // lines % segments
        department = CORE[k // (lines * segments) % len(CORE)]
        # In the matrix (stage 4) those near the customer report to segments, at stage 5 everybody does.
        by_segment = rules.stage == 5 or (rules.stage == 4 and department in ("marketing", "service"))
        manager = 2 + lines + segment if by_segment else 2 + line
        rows.append((code(department), line, segment, manager, True))
    for name in DEPARTMENTS:
        if name not in CORE:
            rows += [(code(name), NONE, NONE, 1, False)] * rules.support
    return Chart(*(np.array(column) for column in zip(*rows, strict=True)))


@per_world
def front_line(world: World) -> FrontLine:
    """The clerks; refund limits and bonuses are dealt out by lot, evenly."""
    rules, who = world.scenario.organisation, chart(world)
    ids = who.ids[who.staff & (who.department == DEPARTMENTS.index("service"))]
    if not ids.size:  # a staff too small for all departments: everybody answers
        ids = who.ids[who.staff]
    lot = np.empty(len(ids), dtype=np.int64)
    lot[np.argsort(draws.keys(world.seed, "clerks", ids), kind="stable")] = np.arange(len(ids))
    limits = np.rint(np.array(rules.refund_limits_eur) * 100).astype(np.int64)
    weights = np.array(rules.rating_bonus.weights)
    turn = lot // len(limits)
    paid = (turn % 2 == 0) if rules.rating_bonus.month is not None else np.zeros(len(ids), dtype=bool)
    weight = np.where(paid, weights[(turn // 2) % len(weights)], 0.0)
    return FrontLine(ids, limits[lot % len(limits)], weight, training_days(world, ids))


def training_days(world: World, ids: np.ndarray) -> np.ndarray:
    """Days of training a year of employees, by lot."""
    bits = draws.bits(draws.keys(world.seed, "employees", ids))
    return (draws.slice16(bits, 1) * (MOST_TRAINING + 1)) >> 16


def month_begun(world: World, month: int | None) -> bool:
    """Whether the scenario's month `month` has begun when the run ends."""
    return month is not None and world.clock.day_of_month(month) < world.clock.first_day + world.clock.days


def bonus_names(world: World) -> list[str]:
    """What bonuses are paid on, by code: departments in order, the director's, the rating."""
    measure: dict[str, str] = {
        bonus.department: bonus.measure for bonus in world.scenario.organisation.bonuses
    }
    return [*(measure[name] for name in DEPARTMENTS), DIRECTORS_BONUS[0], RATING]


def vocabulary(world: World) -> dict[tuple[str, str], list[str]]:
    """Texts of the codes."""
    return {
        ("employees", "department"): departments(world),
        ("employees", "line"): [line.name for line in world.scenario.lines],
        ("employees", "segment"): world.scenario.organisation.segments,
        ("employees", "bonus_on"): bonus_names(world),
        ("decisions", "decision"): list(DECISIONS),
        ("decisions", "department"): list(DEPARTMENTS),
        ("decisions", "role"): list(ROLES),
    }


def employees_table(world: World) -> dict:
    """Columns of `employees`, as things stand at the end of the run."""
    rules, who, clerks, clock = world.scenario.organisation, chart(world), front_line(world), world.clock
    bits = draws.bits(draws.keys(world.seed, "employees", who.ids))
    # Tenure: skewed, half below four years; squaring a share makes it so.
    tenure = draws.slice16(bits, 0).astype(np.int64)
    days = 200 + (tenure * tenure >> 16) * 5600 // 65536
    limit, weight = np.zeros(len(days), dtype=np.int64), np.zeros(len(days))
    limit[clerks.ids - 1], weight[clerks.ids - 1] = clerks.limit, clerks.weight
    rated = (weight > 0) & month_begun(world, rules.rating_bonus.month)
    own: dict[str, float] = {bonus.department: bonus.weight for bonus in rules.bonuses}
    usual = np.array([*(own[name] for name in DEPARTMENTS), DIRECTORS_BONUS[1]])[who.department]
    begin = rules.rating_bonus.month
    since = clock.day_of_month(begin) if begin is not None and rated.any() else 0
    pilot = np.zeros(len(days), dtype=bool)
    if month_begun(world, rules.pilot.month):
        pilot = who.staff & (who.segment == rules.segments.index(rules.pilot.segment))
    begin = rules.pilot.month
    pilot_day = clock.day_of_month(begin) if begin is not None and pilot.any() else 0
    return {
        "employee_id": who.ids,
        "department": who.department,
        "line": Nullable(np.maximum(who.line, 0), who.line == NONE),
        "segment": Nullable(np.maximum(who.segment, 0), who.segment == NONE),
        "manager_id": Nullable(who.manager, who.manager == 0),
        "hired_on": clock.first_day - days,
        "training_days": training_days(world, who.ids),
        "refund_limit_eur": limit,
        "bonus_on": np.where(rated, len(DEPARTMENTS) + 1, who.department),
        "bonus_weight": np.where(rated, weight, usual),
        "bonus_since_on": Nullable(np.full(len(days), since), ~rated),
        "pilot_since_on": Nullable(np.full(len(days), pilot_day), ~pilot),
    }


def decisions_table(world: World) -> dict:
    """Columns of `decisions`: each department's role; as a rule one is accountable and one responsible."""
    rules, count, width = world.scenario.organisation.decisions, len(DECISIONS), len(DEPARTMENTS)
    lot = np.argsort(draws.keys(world.seed, "decisions", np.arange(count)), kind="stable")
    cells = draws.keys(world.seed, "roles", np.arange(count * width)).reshape(count, width)
    order = np.argsort(cells, axis=1, kind="stable")  # departments of each decision, by lot
    role = 2 + (draws.slice16(cells.ravel(), 1).reshape(count, width) * 3 >> 16)
    row = np.arange(count)
    role[row, order[:, 0]] = ROLES.index("responsible")
    role[row, order[:, 1]] = ACCOUNTABLE
    doubly, nobody = lot[: rules.doubly], lot[rules.doubly : rules.doubly + rules.nobody]
    role[doubly, order[doubly, 2]] = ACCOUNTABLE
    role[nobody, order[nobody, 1]] = ROLES.index("consulted")
    return {
        "decision": np.repeat(row, width),
        "department": np.tile(np.arange(width), count),
        "role": role.ravel(),
    }
