"""Lesson 07: modularity by hand is networkx's, and the explorer's numbers are those of the twins."""

from __future__ import annotations

import runpy
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from classroom import load, prototype
from staffroom.lessons import reference

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "solutions" / "07_organisation"
OWN = reference.load(LESSON)


def of_networkx(rows: pd.DataFrame, group: str) -> float:
    """Modularity of the network of employees, by networkx."""
    graph = nx.Graph()
    pairs = rows.groupby(["employee_a", "employee_b"])["messages"].sum()
    for (one, other), messages in pairs.items():
        graph.add_edge(one, other, weight=messages)
    of = pd.concat([rows.set_index(f"employee_{side}")[f"{group}_{side}"] for side in "ab"])
    of = of[~of.index.duplicated()]
    groups = [set(part.index) for _, part in of.groupby(of)]
    return nx.community.modularity(graph, groups, weight="weight")


@pytest.mark.parametrize("group", ["line", "segment"])
def test_modularity_of_the_company_is_networkx_s(group):
    tables = load.all()
    rows = OWN.pairs_of(tables)
    assert OWN.modularity(OWN.talk_of(tables, group)) == pytest.approx(of_networkx(rows, group), abs=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_modularity_is_networkx_s_on_any_network(seed):
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, 9, (40, 2))
    rows = pd.DataFrame(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), columns=["employee_a", "employee_b"])
    rows["messages"] = rng.integers(1, 9, len(rows))
    for side in "ab":
        rows[f"line_{side}"] = rows[f"employee_{side}"] % 3
    talk = rows[["line_a", "line_b", "messages"]].set_axis(["a", "b", "messages"], axis=1)
    assert OWN.modularity(talk) == pytest.approx(of_networkx(rows, "line"), abs=1e-12)


def test_shuffles_keep_everybody_s_messages_and_have_no_groups():
    shuffled = OWN.shuffled_of(load.all(), "line")
    assert len(shuffled) == OWN.SHUFFLES
    assert abs(shuffled.mean()) < 0.005 < 0.1 < OWN.modularity(OWN.talk_of(load.all()))


EXPLORER = runpy.run_path(str(ROOT / "classroom" / "lessons" / "07_organisation" / "explorer.py"))["EXPLORER"]


@pytest.mark.parametrize(("breadth", "fit"), [(0.3, 0.2), (1.4, 0.8), (2.2, 1.0)])
@pytest.mark.parametrize("first", [0, 1])
def test_the_explorer_tells_what_twins_give(breadth, fit, first):
    """At places of its grid, with the seeds that its file names."""
    told = EXPLORER.compute(EXPLORER.prepare({}), breadth=breadth, fit=fit, pay_first=first)
    gains = []
    for seed in (101, 102, 103, 104):
        twin = prototype.twin(breadth, fit, seed, 1_500)
        stays, pay = twin.worth(1), prototype.NEW_PAY if first else None
        gains.append([100 * (twin.worth(state, pay) / stays - 1) for state in range(6)])
    assert told.gains == pytest.approx(np.mean(gains, axis=0), abs=0.06)
