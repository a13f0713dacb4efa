"""The organisation: a sound chart, a network that shows its state, and measures that do as planted."""

import numpy as np
import pandas as pd
import pytest

from generator import make_company, read_scenario
from generator.business import network, organisation
from generator.world import World


def scenario_at(stage, **organisation):
    plain = read_scenario("fernhill")
    changed = {
        "stage": stage,
        "pilot": plain.organisation.pilot.model_copy(update={"month": None}),
    } | organisation
    return plain.model_copy(update={"organisation": plain.organisation.model_copy(update=changed)})


def talk(world):
    """Messages among the staff (square matrix), and line and segment of each."""
    rows, who = network.interactions_table(world), organisation.chart(world)
    matrix = np.zeros((len(who.ids) + 1, len(who.ids) + 1))
    np.add.at(matrix, (rows["employee_a"], rows["employee_b"]), rows["messages"])
    matrix += matrix.T
    staff = who.ids[who.staff]
    return matrix[np.ix_(staff, staff)], who.line[who.staff], who.segment[who.staff]


def modularity(matrix, groups):
    """Newman's modularity (2004): weight inside groups, less what the members' weights alone would give."""
    total, degree = matrix.sum(), matrix.sum(axis=0)
    same = groups[:, None] == groups[None, :]
    return ((matrix - np.outer(degree, degree) / total) * same).sum() / total


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("stage", range(6))
def test_the_network_is_parted_by_line_up_to_stage_two_and_by_segment_from_three(stage, seed):
    matrix, line, segment = talk(World(scenario_at(stage), seed, 100))
    by_line, by_segment = modularity(matrix, line), modularity(matrix, segment)
    assert (by_line > by_segment + 0.03) if stage <= 2 else (by_segment > by_line + 0.03), (
        by_line,
        by_segment,
    )


def test_silos_and_segments_at_their_ends():
    for stage, (own, other) in ((0, ("line", "segment")), (5, ("segment", "line"))):
        matrix, line, segment = talk(World(scenario_at(stage), 3, 100))
        found = {"line": modularity(matrix, line), "segment": modularity(matrix, segment)}
        assert found[own] > 0.5 and abs(found[other]) < 0.08


def test_only_the_pilots_talk_changes_and_only_from_its_month_on():
    plain = read_scenario("fernhill")
    with_pilot = World(plain, 4, 100)
    without = World(scenario_at(plain.organisation.stage), 4, 100)
    a, b = (pd.DataFrame(network.interactions_table(world)) for world in (with_pilot, without))
    month = plain.organisation.pilot.month
    day = with_pilot.clock.day_of_month(month)
    before = [rows[rows["week_on"] < day].reset_index(drop=True) for rows in (a, b)]
    assert before[0].equals(before[1]) and len(before[0])
    who = organisation.chart(with_pilot)
    own = who.ids[
        who.staff & (who.segment == plain.organisation.segments.index(plain.organisation.pilot.segment))
    ]
    strangers = [
        rows[~rows["employee_a"].isin(own) & ~rows["employee_b"].isin(own)].reset_index(drop=True)
        for rows in (a, b)
    ]
    assert strangers[0].equals(strangers[1])
    inside = [rows[rows["employee_a"].isin(own) & rows["employee_b"].isin(own)] for rows in (a, b)]
    late = [rows[rows["week_on"] >= day]["messages"].sum() for rows in inside]
    assert late[0] > 1.5 * late[1]


@pytest.mark.parametrize("stage", range(6))
@pytest.mark.parametrize("name", ["fernhill", "textbook"])
def test_everybody_but_the_director_has_a_manager_and_the_chart_is_a_tree(name, stage):
    plain = read_scenario(name)
    scenario = plain.model_copy(
        update={"organisation": plain.organisation.model_copy(update={"stage": stage})}
    )
    who = organisation.chart(World(scenario, 1, 10))
    assert (who.manager == 0).sum() == 1 and who.manager[0] == 0
    top = who.ids
    for _ in range(4):
        top = np.where(who.manager[top - 1] == 0, top, who.manager[top - 1])
    assert (top == 1).all()
    assert {k for k in np.unique(who.manager) if k} <= set(who.ids)


def test_the_staff_covers_every_line_and_segment_in_each_core_department():
    world = World(read_scenario("fernhill"), 1, 10)
    who, rules = organisation.chart(world), world.scenario.organisation
    assert 96 <= len(who.ids) <= 120
    cells = set(zip(who.department[who.staff], who.line[who.staff], who.segment[who.staff], strict=True))
    assert len(cells) == len(organisation.CORE) * len(world.scenario.lines) * len(rules.segments)


@pytest.mark.parametrize("seed", range(10))
def test_refund_limits_and_bonuses_are_dealt_evenly_and_apart(seed):
    world = World(read_scenario("fernhill"), seed, 10)
    clerks, rules = organisation.front_line(world), world.scenario.organisation
    limits, counts = np.unique(clerks.limit, return_counts=True)
    assert len(limits) == len(rules.refund_limits_eur) and np.ptp(counts) <= 1
    for limit in limits:
        assert 0 < (clerks.weight[clerks.limit == limit] > 0).mean() < 1


@pytest.mark.parametrize("seed", range(20))
def test_decisions_without_exactly_one_accountable_are_as_many_as_planted(seed):
    world = World(read_scenario("fernhill"), seed, 10)
    rules, rows = world.scenario.organisation.decisions, pd.DataFrame(organisation.decisions_table(world))
    count = (rows["role"] == organisation.ACCOUNTABLE).groupby(rows["decision"]).sum()
    assert ((count == 2).sum(), (count == 0).sum()) == (rules.doubly, rules.nobody)
    assert count.isin([0, 1, 2]).all()
    assert ((rows["role"] == 0).groupby(rows["decision"]).sum() == 1).all()


def test_ratings_of_clerks_who_are_paid_on_them_lose_only_bad_ones():
    """With and without the bonus: the same tickets, fewer ratings, none that was not there before."""
    plain = read_scenario("fernhill")
    rules = plain.organisation.rating_bonus.model_copy(update={"silence": 0.0})
    honest = plain.model_copy(
        update={"organisation": plain.organisation.model_copy(update={"rating_bonus": rules})}
    )
    a, b = (make_company(scenario, customers=2_000, seed=6).table("tickets") for scenario in (plain, honest))
    same = ["ticket_id", "agent_id", "opened_at", "closed_at", "goodwill_eur"]
    assert a[same].equals(b[same])
    gone = a["satisfaction"].isna() & b["satisfaction"].notna()
    assert gone.sum() > 20 and (b["satisfaction"][gone] <= 3).all()
    kept = a["satisfaction"].notna()
    assert a["satisfaction"][kept].equals(b["satisfaction"][kept])


def test_what_is_not_known_yet_is_not_told():
    """Ended before the pilot and the bonus begin, a company knows of neither; later it does."""
    early = make_company("fernhill", customers=50, seed=1, until="2023-06-15").table("employees")
    late = make_company("fernhill", customers=50, seed=1).table("employees")
    for column in ("bonus_since_on", "pilot_since_on"):
        assert early[column].isna().all() and late[column].notna().any()
    assert set(early["bonus_on"]) < set(late["bonus_on"])
