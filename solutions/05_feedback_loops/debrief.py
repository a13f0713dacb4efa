"""Lesson 05, once the truth may be told: the score as it is, what a call does to each, what each list earns.

`facts` is the same for everybody with this company. `debrief` sets the student's list and first guesses
beside it; each sentence holds on every company, whichever way it comes out.
"""

import numpy as np
import reference
from staffroom.debrief.blocks import OTHER, TRUTH, YOURS, Bar, Figure, Text, euros
from staffroom.debrief.said import number

#: What is asked of the student's notebook.
ASKS = ("final_list",)
#: The fact of `stories.py` that the first figure tells, and by what it is multiplied there.
HEADLINE = ("truth: score, 2025-09", 1)
MONTHS = {"2025-09": "Sept 2025", "2025-06": "June 2025", "2024-09": "Sept 2024", "2024-06": "June 2024"}
LISTS = ("risk", "A", "B", "lot", "nobody")


def facts(company, truth):
    """What is so in this company. Scores in points, effects of 100 customers, money in euros."""
    asked, trial = reference.asked_of(company), reference.trial_of(company)
    effect = reference.true_effects(truth, trial)
    may = trial["may"]
    value = {name: reference.true_value(effect[may], score[may]) for name, score in reference.lists_of(trial).items()}
    calls = min(reference.CAPACITY, int(may.sum()))
    rise = reference.rise_of(company, trial)
    mend = truth["truth_grievances"].groupby(truth["truth_grievances"]["theme"].astype(str))["mending_gain_eur"].sum()
    share = np.histogram(100 * effect, [-100, 5, 20, 40, 101])[0] / len(effect)
    orders, _ = reference.effect_of(trial, "placed")
    return {
        "real": reference.true_scores(company, truth, asked),
        "plain": reference.nps(asked)["nps"].to_dict(),
        "effect": 100 * effect.mean(),
        "told": [100 * part for part in reference.effect_of(trial)],
        "orders": 100 * orders,
        "shares": [float(part) for part in 100 * share],
        "value": value
        | {
            "lot": float(calls * (reference.LEFT * effect[may].mean() - reference.COST)),
            "nobody": 0.0,
            "best": reference.true_value(effect[may], effect[may]),
        },
        "uncalled": float((rise["next"] - rise["first"])[~rise["called"]].mean()),
        "mend": float(mend["service staff"] / mend["price"]),
    }


def debrief(facts, answers, guesses):
    """What is told to one student."""
    given = answers.get("final_list")
    final = given if isinstance(given, str) and given in LISTS else None
    return [_score(facts, guesses), _effects(facts, guesses), _earned(facts, final, guesses), Text(_mended(facts))]


def _guessed(guesses, name, low, high):
    """A first guess as a number between two bounds; None if there is no such guess."""
    value = number(guesses.get(name, {}).get("value"))
    return value if value is not None and low <= value <= high else None


def _score(f, guesses):
    bars = []
    for month, name in MONTHS.items():
        bars.append(Bar(name, f["real"][month], f"{f['real'][month]:.0f}", TRUTH))
        bars.append(Bar("measured", f["plain"][month], f"{f['plain'][month]:.0f}", OTHER))
    rose = f["real"]["2025-09"] - f["real"]["2025-06"]
    guess = _guessed(guesses, "real_rise", -200, 200)
    own = "" if guess is None else f" You guessed {guess:+.0f}."
    return Figure(
        f"True NPS was {f['real']['2025-09']:.0f} in September 2025, measured NPS {f['plain']['2025-09']:.0f}",
        "NPS (points)",
        tuple(bars),
        f"From June to September 2025 the true score changed by {rose:+.0f} points.{own} Service did become better in 2024. In autumn 2025 nothing changed but who is asked, and how.",
    )


def _effects(f, guesses):
    names = ("under 5", "5 to 20", "20 to 40", "over 40")
    bars = tuple(Bar(name, share, f"{share:.0f}", TRUTH) for name, share in zip(names, f["shares"], strict=True))
    told, error = f["told"]
    guess = _guessed(guesses, "uncalled", -10, 10)
    own = "" if guess is None else f" You guessed {guess:.1f}."
    return Figure(
        f"A call truly makes {f['effect']:.0f} of 100 buy, and hardly moves {f['shares'][0]:.0f} of 100 customers",
        "customers (of 100), by how much a call truly raises their chance of buying (of 100)",
        bars,
        f"The trial said {told:.0f} (range {told - 1.96 * error:.0f} to {told + 1.96 * error:.0f}), and {f['orders']:.0f} more orders for 100 calls. The uncalled rose by {f['uncalled']:.1f} points.{own}",
    )


def _earned(f, final, guesses):
    names = {"best": "best list there is", "B": "report B", "A": "report A", "lot": "the lot", "risk": "by risk"}
    bars = [Bar(says, f["value"][name], euros(f["value"][name]), TRUTH) for name, says in names.items()]
    own = None if final is None else f["value"][final]
    bars.append(Bar("your list", own, "none" if own is None else euros(own), YOURS))
    first = guesses.get("my_list", {}).get("value")
    if final is None:
        says = "Your notebook named no final list."
    elif isinstance(first, str) and first in LISTS and first != final:
        says = f"Your list: {final}. Before you saw the euros it was: {first}."
    else:
        says = f"Your list: {final}."
    return Figure(
        f"Among those who may be called, report B truly brings at least {euros(f['value']['B'])}, the list by risk {euros(f['value']['risk'])}",
        "true value of up to 300 calls after their cost, counting buyers",
        tuple(bars),
        f"{says} The truth knows chances to buy, and your page counts orders. Some order twice, so each list brings at least this.",
    )


def _mended(f):
    return f"And the backlog: fixing what bothers people about service is truly worth {f['mend']:.1f} times as much as fixing prices, though price is louder."
