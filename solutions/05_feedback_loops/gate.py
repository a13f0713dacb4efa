"""Lesson 05's decision beside the truth: the score of the base, what a call does, and whom to call."""

import numpy as np
import reference

from staffroom.lessons.gates import Estimate, Outcome

CUSTOMERS = 8_000
RIGHT = 0.9
WHY = (
    "Among those who may be called, 300 calls tell a list's value only to within some 800 euros, so now and then a "
    "worse list looks best. The rule asks for the better bet, and not for certainty."
)


def gate(company, truth):
    """Weighted scores of three e-mail waves and their change, the effect of a call, lists among those who may be called.

    The rule is that of the lesson: of the lists that anybody can check, and of calling nobody (worth 0), the one
    with the best estimate among those who may be called, counting orders; A only if the range of its lead lies
    above zero. Right is the list that truly brings most. The truth tells chances to buy, so estimates that are
    held against it count buyers.
    """
    asked, trial = reference.asked_of(company), reference.trial_of(company)
    effect, lists = reference.true_effects(truth, trial), reference.lists_of(trial)
    may = trial[trial["may"]]
    estimates = [*scores(company, truth, asked), *calls(trial, effect), *values(may, effect, lists)]
    seen = reference.signed(reference.values_of(may, lists), lambda other: reference.lead_range(may, lists, "A", other))
    true = {name: reference.true_value(effect[may.index], lists[name][may.index]) for name in lists}
    true |= {"lot": reference.true_lot(effect[may.index]), "nobody": 0.0}
    return Outcome(estimates, f"call by {seen}", f"call by {max(true, key=true.get)}")


def ends(values):
    return np.quantile(values, 0.025), np.quantile(values, 0.975)


def scores(company, truth, asked):
    """Weighted scores of three e-mail waves, and the rise of 2024."""
    real = reference.true_scores(company, truth, asked)
    middle, drawn = {}, {}
    for wave in (reference.BEFORE_LIFT, reference.AFTER_LIFT, reference.LAST_MAIL):
        base = reference.standing(company, reference.at_of(asked, wave))["cell"].value_counts()
        answers = reference.heard_in(asked, wave)
        middle[wave] = reference.weighted_nps(answers, base)
        drawn[wave] = reference.weighted_range(answers, base, seed=int(wave[-2:]))
        yield Estimate(f"weighted score, {wave}", middle[wave], *ends(drawn[wave]), real[wave])
    first, then, _ = middle
    rise = drawn[then] - drawn[first]
    yield Estimate("rise of the weighted score in 2024", middle[then] - middle[first], *ends(rise), real[then] - real[first])


def calls(trial, effect):
    """The effect of a call on all, and on either kind of customer."""
    for name, who in (("all", trial["called"] | True), ("own", trial["came"] == "own"), ("paid", trial["came"] == "paid")):
        told, error = reference.effect_of(trial[who])
        yield Estimate(f"effect of a call, {name}", told, told - 1.96 * error, told + 1.96 * error, effect[who].mean())


def values(may, effect, lists):
    """What lists bring among those who may be called, and how far B is ahead, both counting buyers."""
    effect = effect[may.index]
    true = {name: reference.true_value(effect, lists[name][may.index]) for name in lists} | {"lot": reference.true_lot(effect)}
    for name in ("risk", "B"):
        yield Estimate(f"300 calls by {name}, buyers, EUR", *reference.value_range(may, lists[name], "bought"), true[name])
    for other in ("risk", "lot"):
        lead = reference.lead_range(may, lists, "B", other, "bought")
        yield Estimate(f"B less {other}, buyers, EUR", *lead, true["B"] - true[other])
