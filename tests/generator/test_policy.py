"""Policies: what may be said, what holds until it is said again, and sentences for what is wrong."""

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import WrongUse, read_scenario
from generator.policy import as_it_is, decisions, policy_names, read_policy
from generator.policy.drawn import drawn_policies
from generator.policy.model import Levers, Policy
from generator.scenario import preset_names


def test_named_policies_are_named_like_their_files_and_fit_the_scenarios_they_are_for():
    assert len(policy_names()) == 5
    for name in policy_names():
        policy = read_policy(name)
        assert policy.name == name and policy.title
        for scenario in ("fernhill", "commodity", "subscription"):
            assert len(decisions(policy, read_scenario(scenario), 3)) == 3


def test_every_lever_says_where_it_stands_now_and_why():
    assert len(Levers.model_fields) == 12  # as many as fit on one screen
    for name, field in Levers.model_fields.items():
        assert re.search(r"\bnow\b", field.description, re.IGNORECASE), name


@pytest.mark.parametrize("scenario", preset_names())
def test_doing_nothing_is_the_company_as_it_is(scenario):
    what = read_scenario(scenario)
    assert decisions(read_policy("do_nothing"), what, 8) == [as_it_is(what)] * 8


def test_a_lever_holds_until_it_is_named_again():
    policy = Policy(name="dated", quarters={2: {"contacts": 4, "stage": 2}, 5: {"contacts": 0}})
    plan = decisions(policy, read_scenario("fernhill"), 6)
    assert [one.contacts for one in plan] == [0, 4, 4, 4, 0, 0]
    assert [one.stage for one in plan] == [1, 2, 2, 2, 2, 2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: x\nquarters: {1: {contacts: 13}}", r"quarters\.1\.contacts: .*12.*found 13"),
        ("name: x\nquarters:\n  1:\n    stage: 6", r"line 3: quarters\.1\.stage: .*5.*found 6"),
        ("name: x\nquarters: {1: {contact: 3}}", r"quarters\.1\.contact: "),
        ("name: x\nquarters: {0: {contacts: 3}}", r"quarters.*greater than or equal to 1"),
        (
            "name: x\nquarters: {1: {retention: {budget_eur: 1, whom: friends}}}",
            r"whom: .*'nobody'.*'friends'",
        ),
        (
            "name: x\nquarters: {1: {bonus: {weights: {nps: 0.5}, slope: 1}}}",
            r"add up to 1 \(they make 0\.5\)",
        ),
        ("name: X!", r"name: "),
        ("- a", r"line 1: expected `name: value`"),
        ("name: [", r"not valid YAML"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path, text, says):
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse) as found:
        read_policy(path)
    assert re.search(says, str(found.value)), str(found.value)
    assert "mine.yaml" in str(found.value) and "\n" not in str(found.value)


def test_unknown_names_are_answered_with_the_known_ones(tmp_path):
    with pytest.raises(WrongUse, match=r"no policy `product_frist`. Did you mean `product_first`\?"):
        read_policy("product_frist")
    with pytest.raises(WrongUse, match=r"nowhere\.yaml does not exist"):
        read_policy(tmp_path / "nowhere.yaml")
    policy = Policy(name="wrong", quarters={1: {"acquire": {"radio": 2}}})
    with pytest.raises(WrongUse, match=r"channel `radio`.*`fernhill` does not have.*search"):
        decisions(policy, read_scenario("fernhill"), 1)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_policies_by_lot_are_policies_and_do_not_depend_on_how_many_there_are(seed):
    scenario = read_scenario("commodity")
    three = drawn_policies(scenario, 3, seed)
    assert three[:2] == drawn_policies(scenario, 2, seed)
    for one in three:
        assert Policy.model_validate(yaml.safe_load(yaml.safe_dump(one.model_dump(exclude_none=True)))) == one
