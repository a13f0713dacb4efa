"""Lesson 03's decision beside the truth: what a newcomer of each channel is worth, and whether limits beat the plan."""

import reference

from staffroom.lessons.gates import Estimate, Outcome

CUSTOMERS = 8_000
RIGHT = 0.9
WHY = "Where newcomers are worth more than they seem, a plan that spends much everywhere comes close to limits."
STORE = "store"


def gate(company, truth):
    """The worth of a newcomer by channel, and the answer to Nora, which is never silent.

    She gets her plan if the next newcomer at raised spend costs less than the limit in every channel, and limits
    at the low ends otherwise. Right is what truly earns most: spend as usual, her plan, or these limits. And at
    raised spend the next newcomer by store is to be taken or left.
    """
    fitted = reference.fits_of(company)
    costs = reference.costs_of_winning(company)
    estimates = reference.values(company, fitted)
    told = reference.limits(reference.drawn_crowds(company, fitted))
    worth = reference.true_values(company, truth, fitted[0])
    after = reference.true_next(company, truth, costs)
    came = reference.spend_and_newcomers(company)[1].mean() * 12
    plan = reference.channels_in_truth(truth)
    earns = {
        "as usual": reference.gain(worth, came, plan, dict.fromkeys(plan.index, 1.0)),
        "her plan": reference.gain(worth, came, plan, costs["times"]),
        "limits": reference.gain_of_limits(worth, came, plan, told["low_eur"]),
    }
    fits = (costs["next"].reindex(told.index) < told["low_eur"]).all()
    said = "her plan" if fits else "limits", _take(told.loc[STORE, "low_eur"], costs.loc[STORE, "next"])
    best = max(earns, key=earns.get), _take(worth[STORE], after[STORE])
    return Outcome(
        [
            Estimate(f"value, {name}", estimates[name], row["low_eur"], row["high_eur"], worth[name])
            for name, row in told.iterrows()
        ],
        recommended="; ".join(said),
        right="; ".join(best),
    )


def _take(limit, cost):
    """Whether the next newcomer by store is taken."""
    return "take her" if cost < limit else "leave her"
