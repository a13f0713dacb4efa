"""Best–worst tasks: a balanced design, and picks by the utilities of each need segment."""

import numpy as np
import pytest
from scipy import optimize, stats

from generator import make_company
from generator.business import best_worst
from generator.scenario import read_scenario
from generator.world import World

RARE = 1e-4


@pytest.fixture(scope="module")
def company():
    return make_company(customers=3_000, seed=71, truth=True)


def test_each_thing_and_each_pair_is_shown_as_often():
    shown = np.zeros((len(best_worst.TASKS), len(best_worst.ITEMS)), dtype=int)
    np.put_along_axis(shown, best_worst.TASKS, 1, axis=1)
    together = shown.T @ shown
    assert (np.diag(together) == 4).all()
    assert (together[~np.eye(len(together), dtype=bool)] == 2).all()


def test_a_task_shows_four_things_of_which_one_is_best_and_another_worst(company):
    table = company.table("best_worst")
    tasks = table.groupby(["customer_id", "task"])
    assert (tasks.size() == 4).all() and (tasks["item"].nunique() == 4).all()
    assert (tasks["best"].sum() == 1).all() and (tasks["worst"].sum() == 1).all()
    assert not (table["best"] & table["worst"]).any()
    assert set(table["customer_id"]) == set(company.table("choices")["customer_id"])
    per_person = table.groupby(["customer_id", "item"]).size()
    assert (per_person == 4).all() and len(per_person) == 7 * table["customer_id"].nunique()


def test_twenty_euros_are_worth_twice_ten_and_the_rest_what_it_is_in_choices():
    scenario = read_scenario("fernhill")
    worth = best_worst.worth(World(scenario, 1, 100))
    assert np.allclose(worth[:, 1], 2 * worth[:, 0])
    parts = scenario.voice.brands.part_worths
    cooking = [need.name for need in scenario.needs].index("cooking")
    named = {**parts.model_dump(), **scenario.voice.brands.part_worths_by_need["cooking"]}
    expected = [
        -named["ten_euros"], -2 * named["ten_euros"], named["premium"], -4 * named["delivery_day"],
        named["repair"], named["sustainable"], max(named["brands"]) - min(named["brands"]),
    ]  # fmt: skip
    assert np.allclose(worth[cooking], expected)


def test_utilities_of_each_segment_are_recovered(company):
    table = company.table("best_worst")
    need = company.truth.table("truth_customers").set_index("customer_id")["need_segment"]
    world = World(company.scenario, 71, 3_000)
    z = []
    for k, part in enumerate(company.scenario.needs):
        own = table[need.loc[table["customer_id"]].to_numpy() == part.name]
        item = own["item"].map({name: i for i, name in enumerate(best_worst.ITEMS)}).to_numpy(dtype=int)
        item = item.reshape(-1, 4)
        best, worst = (own[side].to_numpy().reshape(-1, 4) for side in ("best", "worst"))
        stages = ((1.0, best, np.ones_like(best)), (-1.0, worst, ~best))
        has = np.eye(7)[item][..., :6]  # against the last item

        def loss(free, stages=stages, has=has):
            total = 0.0
            for sign, picked, there in stages:
                u = np.where(there, sign * (has @ free), -np.inf)
                total += np.logaddexp.reduce(u, axis=1).sum() - u[picked].sum()
            return total

        found = optimize.minimize(loss, np.zeros(6), method="BFGS").x
        bend = np.zeros((6, 6))
        for sign, _, there in stages:
            chance = np.exp(sign * (has @ found)) * there
            chance /= chance.sum(axis=1, keepdims=True)
            off = has - (chance[..., None] * has).sum(axis=1, keepdims=True)
            bend += np.einsum("nj,njk,njl->kl", chance, off, off)
        truth = best_worst.worth(world)[k]
        z.append(np.linalg.cholesky(bend).T @ (found - (truth[:-1] - truth[-1])))
    z = np.concatenate(z)
    assert stats.chi2(len(z)).cdf((z**2).sum()) < 1 - RARE, z.round(2)


def test_who_is_asked_in_two_companies_answers_alike_in_both():
    small, large = (make_company(customers=n, seed=72).table("best_worst") for n in (900, 1_100))
    both = set(small["customer_id"]) & set(large["customer_id"])
    small, large = (t[t["customer_id"].isin(both)].reset_index(drop=True) for t in (small, large))
    assert len(both) > 300 and small.equals(large)
