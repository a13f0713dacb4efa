"""The truth about the future agrees with itself: expectations are the mean of what customers then do."""

from __future__ import annotations

import numpy as np
import pytest
from recovery import RARE, calibrated

from generator import make_company
from generator.scenario import preset_names

CUSTOMERS, SEEDS = 5_000, range(700, 703)


def pairs(scenario):
    """Expected and realised orders, spend, and renewals of the year after the end, all seeds together."""
    found = {"orders": [], "spend_eur": [], "renewals": []}
    for seed in SEEDS:
        truth = make_company(scenario, customers=CUSTOMERS, seed=seed, truth=True).truth
        people = truth.table("truth_customers")
        for what, ending in (("orders", ""), ("spend", "_eur")):
            columns = [f"{kind}_{what}_next_year{ending}" for kind in ("expected", "realised")]
            found[what + ending].append(people[columns].to_numpy(float).T)
        members = truth.table("truth_subscriptions")
        columns = ["expected_renewals_next_year", "realised_renewals_next_year"]
        found["renewals"].append(members[columns].to_numpy(float).T)
    return {what: np.hstack(parts) for what, parts in found.items()}


@pytest.mark.parametrize("scenario", preset_names())
def test_expectations_are_the_mean_of_what_happens(scenario):
    for what, (expected, realised) in pairs(scenario).items():
        gone = expected == 0
        assert (realised[gone] == 0).all(), what
        expected, realised = expected[~gone], realised[~gone]
        if len(expected) > 200:
            # Of the most loyal tenth of members none may leave within a year: too little to judge by.
            groups = 4 if what == "renewals" else 10
            assert calibrated(expected, realised, groups) > RARE, (scenario, what)
            assert calibrated(expected * 1.2, realised, groups) < RARE, (scenario, what)
