"""Lesson 05's decision beside the truth: the score of the base, what a call does, and whom to call."""

import numpy as np
import reference

from staffroom.lessons.gates import Estimate, Outcome

CUSTOMERS = 8_000
RIGHT = 0.9
WHY = (
    "The list is the one that brought most in the trial, and 300 calls tell that only to within some 400 euros: "
    "of two good lists the worse one may look better."
)
MISLED = 10  # points by which the plain score's change may miss, before it is no ground for pay
RULES = ("risk", "lot", "B")


def gate(company, truth):
    """Weighted scores of three e-mail waves and their change, the effect of a call, the value of list B.

    A bonus on the plain score is right if its changes between waves follow those of the score as it is, to
    within ten points; by the data it is right if they follow the weighted score. Of the lists the one is
    recommended that brings most in the trial; A is taken only if it beats all simpler ones by more than two
    standard errors. Right is the list that truly brings most.
    """
    asked, trial = reference.asked_of(company), reference.trial_of(company)
    real = reference.true_scores(company, truth, asked)
    middle, drawn = {}, {}
    for wave in (reference.BEFORE_LIFT, reference.AFTER_LIFT, reference.LAST_MAIL):
        base = reference.standing(company, reference.at_of(asked, wave))["cell"].value_counts()
        answers = reference.heard_in(asked, wave)
        middle[wave] = reference.weighted_nps(answers, base)
        drawn[wave] = reference.weighted_range(answers, base, seed=int(wave[-2:]))
    first, then, last = middle
    estimates = [Estimate(f"weighted score, {wave}", middle[wave], *ends(drawn[wave]), real[wave]) for wave in middle]
    rise = drawn[then] - drawn[first]
    estimates.append(Estimate("rise of the weighted score in 2024", middle[then] - middle[first], *ends(rise), real[then] - real[first]))
    effect = reference.true_effects(truth, trial)
    estimates += calls(trial, effect)
    plain = reference.nps(asked)["nps"]
    change = plain[then] - plain[first]
    seen = {"no bonus" if abs(change - (middle[then] - middle[first])) > MISLED else "bonus"}
    so = {"no bonus" if abs(change - (real[then] - real[first])) > MISLED else "bonus"}
    lists = reference.lists_of(trial)
    return Outcome(estimates, f"{seen.pop()}; call by {best_seen(trial, lists)}", f"{so.pop()}; call by {best(effect, lists)}")


def ends(values):
    return np.quantile(values, 0.025), np.quantile(values, 0.975)


def calls(trial, effect):
    """The effect of a call on all, on either kind of customer, and what list B brings."""
    for name, who in (("all", trial["called"] | True), ("own", trial["came"] == "own"), ("paid", trial["came"] == "paid")):
        told, error = reference.effect_of(trial[who])
        yield Estimate(f"effect of a call, {name}", told, told - 1.96 * error, told + 1.96 * error, effect[who].mean())
    for name in ("risk", "B"):
        score = reference.lists_of(trial)[name]
        value = reference.value_range(trial, score)
        yield Estimate(f"300 calls by {name}, EUR", *value, reference.true_value(effect, score))


def best_seen(trial, lists):
    value = {name: reference.value_range(trial, lists[name]) for name in lists} | {"lot": reference.lot_range(trial)}
    first = max(RULES, key=lambda name: value[name][0])
    error = (value["A"][2] - value["A"][1]) / 3.92
    return "A" if value["A"][0] - value[first][0] > 2 * error else first


def best(effect, lists):
    value = {name: reference.true_value(effect, lists[name]) for name in lists} | {"lot": reference.true_lot(effect)}
    return max(value, key=value.get)
