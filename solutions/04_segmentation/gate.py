"""Lesson 04's decision beside the truth: what an offer does, what the list brings, and whom it passes over."""

import numpy as np
import reference

from staffroom.lessons.gates import Estimate, Outcome

CUSTOMERS = 8_000
RIGHT = 0.95
WHY = "By a very lucky draw of the trial, the list could be full of customers whom an offer hardly moves."
KEEPS = 0.95  # of the gain, for equal rates to be cheap


def gate(company, truth):
    """Effects of two kinds of segment, the gain of the list, the group's rate, and the rule that follows.

    A rule is recommended by what it is expected to bring: the best customers, 1,500 at random, or value times effect;
    equal rates by device on top if they keep 95 % of it. Right is what truly brings most, and truly keeps so much.
    """
    plan = reference.plan_of(company)
    people, trial = plan["people"], plan["recent"]
    drawn, careful = reference.drawn_effects(trial)
    real = reference.true_trial_effects(truth, trial)
    lists, gains = reference.lists_of(people), reference.true_gains(truth, plan)
    estimates = [
        Estimate(f"effect, {name}", plan["effects"].loc[name, "effect"], *ends(drawn[name]), real[name])
        for name in plan["effects"].index
    ]
    estimates += [gain_of(people, lists["value"], careful, gains), passed_over(people, lists["value"], truth)]
    return Outcome(estimates, recommended=best(people["gain_eur"], lists), right=best(gains, lists))


def ends(values):
    return np.quantile(values, 0.025), np.quantile(values, 0.975)


def gain_of(people, chosen, drawn, gains):
    """What the list brings, in euros; its range when the trial's customers are drawn anew."""
    sums = reference.gain_drawn(people, chosen, drawn)
    return Estimate("gain of the list, EUR", people["gain_eur"][chosen].sum(), *ends(sums), gains[chosen].sum())


def passed_over(people, chosen, truth, draws=400):
    """The protected group's rate over that of the others, from the rates by device."""
    rng, old, one = np.random.default_rng(1), people["old"].to_numpy(), chosen.to_numpy()
    ratios = []
    for _ in range(draws):
        take = rng.integers(len(one), size=len(one))
        mine, rest = reference.unmixed(one[take], old[take], reference.IN_OLD, reference.IN_OTHERS)
        ratios.append(mine / rest)
    mine, rest = reference.unmixed(one, old, reference.IN_OLD, reference.IN_OTHERS)
    group = truth["truth_customers"].set_index("customer_id")["protected_group"].astype(bool).reindex(people.index)
    return Estimate("the group's rate over the others'", mine / rest, *ends(ratios), reference.ratio_of(chosen, group))


def best(gain, lists):
    """The rule that brings most, and whether equal rates are cheap."""
    brings = {name: gain[one].sum() for name, one in lists.items()}
    first = max(("best", "chance", "value"), key=brings.get)
    cheap = brings["equal"] >= KEEPS * brings["value"]
    return f"{first}; equal rates are {'cheap' if cheap else 'dear'}"
