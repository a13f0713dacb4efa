"""The realism bands can be missed, and a scenario may say that it does not aim at one.

That Fernhill lies in all of them is tried together with its stories, on the same companies.
"""

from generator import make_company
from generator.realism.bands import NAMES
from generator.realism.taking import measure
from generator.scenario.parts.realism import BAND_NAMES


def test_a_scenario_made_to_differ_says_so():
    taken = {one.name: one for one in measure(make_company("textbook", customers=5_000, seed=3))}
    assert taken["frequency_spend"].verdict == "not meant to"
    assert taken["frequency_spend"].value is not None
    assert taken["gini"].verdict == "inside"
    assert set(NAMES) <= set(taken)


def test_nothing_planted_nothing_found():
    """Without ties and with even prices the bands that they serve are missed: the measures can fail."""
    from generator.scenario import read_scenario

    scenario = read_scenario("fernhill").model_copy(deep=True)
    data = scenario.model_dump()
    data["spend"] |= {"p": 40.0, "q": 40.0}
    data["returns"] |= {"online_rate": 0.01, "store_rate": 0.01}
    from generator.scenario import Scenario

    taken = {one.name: one.verdict for one in measure(make_company(Scenario.model_validate(data), 5_000, 3))}
    assert {taken["spend_spread"], taken["returns"]} == {"outside"}


def test_a_scenario_knows_each_band_that_is_judged():
    assert BAND_NAMES == NAMES
