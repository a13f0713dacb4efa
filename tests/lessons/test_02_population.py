"""Lesson 02's gate holds numbers against what they are among many more customers, worked out anew here."""

from __future__ import annotations

from statistics import mean
from types import ModuleType

import pytest

import generator
from staffroom.lessons import reference, stories
from staffroom.lessons.gates import FILE

LESSON = "02_customer_base_audit"
COMPANIES, CUSTOMERS = range(9011, 9017), 20_000


def modules(lesson) -> tuple[ModuleType, ModuleType]:
    """The lesson's reference and its gate."""
    folder = lesson.path.parent
    right = reference.load(folder)
    return right, reference.load_file(folder / FILE, **{reference.NAME: right})


def company_of(seed: int) -> stories.Frames:
    """One of the companies, as a mapping from a table's name to its frame."""
    made = generator.make_company(customers=CUSTOMERS, seed=seed)
    return stories.Frames(made.table, made.tables)


@pytest.mark.slow
def test_the_gate_s_population_is_what_many_customers_come_to(lesson):
    if lesson.path.stem != LESSON:
        pytest.skip("of lesson 02 alone")
    right, gate = modules(lesson)
    seen: dict[str, list[float]] = {name: [] for name in gate.POPULATION}
    for seed in COMPANIES:
        orders = right.orders_of(company_of(seed))
        seen["spent in the next year"].append(right.kept_more(right.next_year(orders).sum()) / 100)
        both, own = right.like_for_like(orders).sum(), right.own_trend(orders)["within"]
        table, M, K, S = right.fitted(orders)
        size = right.dirichlet(table["share"], M, K, S).loc["Terra", "per_buyer"]
        seen["like for like"].append(both["last"] / both["before"])
        seen["sixth over first"].append(own[6] / own[1])
        seen["Terra over its size"].append(table.loc["Terra", "per_buyer"] / size)
    for name, values in seen.items():
        assert mean(values) == pytest.approx(gate.POPULATION[name], abs=0.025), name
