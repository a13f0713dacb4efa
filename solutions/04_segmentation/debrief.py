"""Lesson 04, once the truth may be told: what each list brings, whom it passes over, who is in the segments.

`facts` is the same for everybody with this company. `debrief` sets the student's rule and first guesses
beside it; each sentence holds on every company, whichever way it comes out.
"""

import numpy as np
import pandas as pd
import reference
from staffroom.debrief.blocks import OTHER, TRUTH, YOURS, Bar, Figure, Text
from staffroom.debrief.said import number

#: What is asked of the student's notebook.
ASKS = ("final_rule",)
#: The fact of `stories.py` that the first figure tells, and by what it is multiplied there.
HEADLINE = ("truth: gain, value", 1)
RULES = {
    "best": "the 1,500 best",
    "chance": "1,500 at random",
    "value": "value × effect",
    "equal": "equal rates by device",
}


def facts(company, truth):
    """What is so in this company. Money in euros, rates in parts of 1."""
    plan = reference.plan_of(company)
    people, gains = plan["people"], reference.true_gains(truth, plan)
    lists = reference.lists_of(people)
    real = truth["truth_customers"].set_index("customer_id").reindex(people.index)
    group = real["protected_group"].astype(bool)
    value = lists["value"]
    sums = reference.gain_drawn(people, value, reference.drawn_effects(plan["recent"])[1])
    ideal = pd.Series(gains.where(gains > 0).rank(ascending=False) <= reference.BUDGET, people.index)
    fair = reference.equal_rates(people["gain_eur"], group, int(value.sum()))
    mine, rest = reference.unmixed(value, people["old"], reference.IN_OLD, reference.IN_OTHERS)
    fits = people["segment"].map(reference.NEEDS) == real["need_segment"].astype(str)
    return {
        "gain": {name: gains[one].sum() for name, one in lists.items()} | {"ideal": gains[ideal].sum()},
        "offers": {name: int(one.sum()) for name, one in lists.items()} | {"ideal": int(ideal.sum())},
        "told": [people["gain_eur"][value].sum(), float(np.quantile(sums, 0.025)), float(np.quantile(sums, 0.975))],
        "rate": {name: [one[group].mean(), one[~group].mean()] for name, one in lists.items()},
        "unmixed": [mine, rest],
        "fair": gains[fair].sum() / gains[value].sum(),
        "pays": int((gains[lists["best"]] > 0).sum()),
        "fits": 100 * fits.groupby(people["segment"]).mean().reindex(["Hearth", "Linen", "Brio", "Terra"]),
        "effect": 100 * reference.true_trial_effects(truth, plan["recent"])["Brio"],
        "iris": [lists["best"][group].mean(), lists["best"][~group].mean()],
    }


def debrief(facts, answers, guesses):
    """What is told to one student."""
    rule = _rule(answers.get("final_rule"))
    first = _rule(guesses.get("my_rule", {}).get("value"))
    return [Text(_drove(facts, guesses)), _earned(facts, rule, first), _passed_over(facts, rule), _needs(facts)]


def _rule(given):
    """The rule that a student named; None if it is none of the four."""
    return given if isinstance(given, str) and given in RULES else None


def _drove(f, guesses):
    guess = number(guesses.get("pays_back", {}).get("value"))
    own = f" You guessed {guess:,.0f}." if guess is not None and 0 <= guess <= 1e4 else ""
    return (
        f"An offer truly moves {f['effect']:.0f} of 100 Brio buyers: most of them look for bargains. "
        f"Of the 1,500 best customers, {f['pays']:,} are truly worth an offer.{own}"
    )


def _euros(value):
    """An amount in whole euros: all amounts of this debrief stand beside each other in one unit."""
    return f"{round(value):,} €".replace("-", "−").replace(" ", "\N{NO-BREAK SPACE}")


def _earned(f, rule, first):
    told, low, high = f["told"]
    gain = f["gain"]
    bars = [
        Bar("value × effect", gain["value"], _euros(gain["value"]), TRUTH),
        Bar("the data said", told, _euros(told), OTHER, (low, high), f"{low:,.0f} to {high:,.0f}"),
        Bar("best possible list", gain["ideal"], _euros(gain["ideal"]), TRUTH),
        Bar("the 1,500 best", gain["best"], _euros(gain["best"]), TRUTH),
        Bar("at random", gain["chance"], _euros(gain["chance"]), TRUTH),
    ]
    own = None if rule is None else gain[rule]
    bars.append(Bar("your final rule", own, "none" if own is None else _euros(own), YOURS))
    if rule is None:
        says = "Your notebook named no final rule."
    elif first is None or first == rule:
        says = f"Your rule: {RULES[rule]}."
    else:
        says = f"Your rule: {RULES[rule]}. Before you saw the rates: {RULES[first]}."
    where = "below" if gain["value"] < low else "above" if gain["value"] > high else "inside"
    return Figure(
        f"Value × effect truly brings {_euros(gain['value'])} with {f['offers']['value']:,} offers",
        "true gain after the cost of the offers",
        tuple(bars),
        f"{says} The truth lies {where} the range from the data. Most such promises are too high: those with large orders are moved less. "
        "The best possible list knows each need, and who has left for good.",
    )


def _passed_over(f, rule):
    mine, rest = f["rate"]["value"]
    seen, others = f["unmixed"]
    by_device, _ = f["rate"]["equal"]
    bars = [
        Bar("group", 100 * mine, f"{100 * mine:.0f}", TRUTH),
        Bar("all others", 100 * rest, f"{100 * rest:.0f}", TRUTH),
        Bar("group, Iris's list", 100 * f["iris"][0], f"{100 * f['iris'][0]:.0f}", TRUTH),
        Bar("others, Iris's list", 100 * f["iris"][1], f"{100 * f['iris'][1]:.0f}", TRUTH),
        Bar("group, unmixed", 100 * seen, f"{100 * seen:.0f}", OTHER),
        Bar("others, unmixed", 100 * others, f"{100 * others:.0f}", OTHER),
        Bar("group, equal by device", 100 * by_device, f"{100 * by_device:.0f}", TRUTH),
    ]
    own = None if rule is None else 100 * f["rate"][rule][0]
    bars.append(Bar("group, your rule", own, "none" if own is None else f"{own:.0f}", YOURS))
    kept = f["gain"]["equal"] / f["gain"]["value"]
    return Figure(
        f"Of 100 in the protected group {100 * mine:.0f} get an offer by value × effect, of 100 others {100 * rest:.0f}",
        "get an offer (of 100)",
        tuple(bars),
        f"Equal rates by device keep {100 * kept:.0f} % of the gain. Equal rates for the group itself would keep "
        f"{100 * f['fair']:.0f} %, but only someone who knows the group can set them.",
    )


def _needs(f):
    bars = tuple(Bar(f"{name} buyers", value, f"{value:.0f}", TRUTH) for name, value in f["fits"].items())
    low = f["fits"].idxmin()
    return Figure(
        f"Your segments meet true needs in {f['fits'].min():.0f} to {f['fits'].max():.0f} of 100 cases",
        "truly look for what the segment stands for (of 100 candidates)",
        bars,
        f"{low} buyers are the most mixed. So effects differ more between needs than between segments.",
    )
