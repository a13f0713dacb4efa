"""Lesson 03, once the truth may be told: what newcomers are worth, what limits would have earned, who is who.

`facts` is the same for everybody with this company. `debrief` sets the student's limits and first guess
beside it; each sentence holds on every company, whichever way it comes out.
"""

import numpy as np
import pandas as pd
import reference
from staffroom.debrief.blocks import OTHER, TRUTH, YOURS, Bar, Figure, Text, euros
from staffroom.debrief.said import number

#: What is asked of the student's notebook.
ASKS = ("my_limits",)
#: The fact of `stories.py` that the first figure tells, and by what it is multiplied there.
HEADLINE = ("truth: worth, store", 1)
STORE = "store"
#: Crowds for the ranges: fewer than in the lesson, as a class with companies of its own needs them once per student.
DRAWS = 400


def facts(company, truth):
    """What is so in this company. Money in euros; channels in one order throughout."""
    fitted = reference.fits_of(company)
    orders = fitted[0]
    told = reference.limits(reference.drawn_crowds(company, fitted, draws=DRAWS))
    costs = reference.costs_of_winning(company)
    worth = reference.true_values(company, truth, orders)
    mailed = reference.true_values(company, truth, orders, kept=1.0) - reference.mailing_costs(company, fitted)
    after = reference.true_next(company, truth, costs)
    plan = reference.channels_in_truth(truth)
    came = reference.spend_and_newcomers(company)[1].mean() * 12
    held, _, recent = reference.held_out(company, orders)
    known = reference.known_in_truth(company, truth["truth_customers"].set_index("customer_id"))
    said = reference.orders_of_known(company)
    real = truth["truth_customers"].set_index("customer_id").loc[said.index, "expected_orders_next_year"]
    tenth = pd.Series(np.ceil(10 * said.rank(method="first") / len(said)), said.index)
    return {
        "channels": list(worth.index),
        "worth": worth.to_dict(),
        "mailed": mailed.reindex(worth.index).to_dict(),
        "middle": reference.values(company, fitted).to_dict(),
        "overshoot": reference.overshoot(recent, *held.parameters.values()),
        "low": told["low_eur"].to_dict(),
        "high": told["high_eur"].to_dict(),
        "next": after.to_dict(),
        "times": costs["times"].to_dict(),
        "usual": plan["average_cost_eur"].to_dict(),
        "wears": plan["saturation"].to_dict(),
        "came": came.reindex(worth.index).to_dict(),
        "said": [said[tenth == 10].mean(), said[tenth <= 5].mean(), said.mean()],
        "real": [real[tenth == 10].mean(), real[tenth <= 5].mean(), real.mean()],
        "rank": known["rank correlation"],
        "before": known["expected over true, of before the last year"],
        "young": known["expected over true, of the last year"],
    }


def debrief(facts, answers, guesses):
    """What is told to one student."""
    mine = _limits(answers.get("my_limits"), facts["channels"])
    guess = number(guesses.get("store_worth", {}).get("value"))
    return [Text(_drove(facts)), _store(facts, mine, guess), _earned(facts, mine), _known(facts)]


# ------------------------------------------------------------------------------------------ computing


def _limits(given, channels):
    """The student's limits in euros by channel; None unless there is a sane one for each."""
    if not isinstance(given, dict):
        return None
    read = {name: number(given.get(name)) for name in channels}
    return read if all(value is not None and 0 <= value < 1e4 for value in read.values()) else None


def _plan(f, worth="worth"):
    """What is true of channels, as `reference.gain` takes it: newcomers, worth, and cost with wear."""
    names = f["channels"]
    plan = pd.DataFrame({"average_cost_eur": f["usual"], "saturation": f["wears"]}).reindex(names)
    return pd.Series(f[worth]).reindex(names), pd.Series(f["came"]).reindex(names), plan


def _gain(f, times, worth="worth"):
    """What a year's newcomers bring more than they cost, at so many times the usual spend by channel.

    `worth`: "worth" if they are not mailed, "mailed" if they are as now.
    """
    return reference.gain(*_plan(f, worth), times)


def _with_limits(f, limits):
    return reference.gain_of_limits(*_plan(f), limits)


# -------------------------------------------------------------------------------------------- telling


def _drove(f):
    inside = sum(f["low"][name] <= f["worth"][name] <= f["high"][name] for name in f["channels"])
    pays = [name for name in f["channels"] if f["worth"][name] > f["next"][name]]
    where = ", ".join(pays) if pays else "no channel"
    return (
        f"People differ by channel before they come, and those who come later are weaker. True worth is that of newcomers like the "
        f"last year's, not mailed. Your ranges held it in {inside} of {len(f['channels'])} channels. At raised spend, the next newcomer truly "
        f"paid off in: {where}."
    )


def _store(f, mine, guess):
    worth = f["worth"][STORE]
    low, high, after = f["low"][STORE], f["high"][STORE], f["next"][STORE]
    limit = None if mine is None else mine[STORE]
    sane = guess is not None and abs(guess) < 1e4
    bars = (
        Bar("true worth", worth, f"{worth:.0f}", TRUTH),
        Bar("the data say", f["middle"][STORE], f"{f['middle'][STORE]:.0f}", OTHER, (low, high), f"{low:.0f} to {high:.0f}"),
        Bar("the next one cost", after, f"{after:.0f}", TRUTH),
        Bar("your limit", limit, "none" if limit is None else f"{limit:.0f}", YOURS),
        Bar("your first guess", guess if sane else None, f"{guess:.0f}" if sane else "none", YOURS),
    )
    if limit is None:
        says = "Your notebook gave no limit for each channel."
    elif limit > worth:
        says = "Your limit is above her worth: Fernhill loses money on the last newcomers."
    else:
        says = "Your limit is below her worth: you turn away some who would pay off."
    return Figure(
        f"By store a newcomer is worth {worth:.0f} euros, and the next one cost {after:.0f}",
        "euros per newcomer, at raised spend",
        bars,
        says,
    )


def _earned(f, mine):
    usual = dict.fromkeys(f["channels"], 1.0)
    now, mailed = _gain(f, usual), _gain(f, usual, "mailed")
    plan, best = _gain(f, f["times"]), _with_limits(f, f["worth"])
    low, middle = _with_limits(f, f["low"]), _with_limits(f, f["middle"])
    own = None if mine is None else _with_limits(f, mine)
    bars = [
        Bar("now, with mailings", mailed, euros(mailed), OTHER),
        Bar("now, without", now, euros(now), OTHER),
        Bar("Nora's plan", plan, euros(plan), TRUTH),
        Bar("limits: low ends", low, euros(low), TRUTH),
        Bar("limits: middles", middle, euros(middle), TRUTH),
        Bar("the best limits", best, euros(best), TRUTH),
        Bar("your limits", own, "none" if own is None else euros(own), YOURS),
    ]
    gap = low - plan
    turn = "more" if gap >= 0 else "less"
    says = "Nothing pays here."
    if best > 0:
        says = f"Low ends keep {100 * low / best:.1f} % of what the best limits earn, middles {100 * middle / best:.1f} %."
    return Figure(
        f"Not mailed, limits at the low ends earn {euros(abs(gap))} a year {turn} than Nora's plan",
        "worth of a year's newcomers, less cost; not mailed unless said",
        tuple(bars),
        says,
    )


def _known(f):
    (top, half, every), (true_top, true_half, true_every) = f["said"], f["real"]
    bars = (
        Bar("best tenth, forecast", top, f"{top:.1f}", OTHER),
        Bar("best tenth, truth", true_top, f"{true_top:.1f}", TRUTH),
        Bar("lower half, forecast", half, f"{half:.2f}", OTHER),
        Bar("lower half, truth", true_half, f"{true_half:.2f}", TRUTH),
    )
    off = 100 * (every / true_every - 1)
    return Figure(
        f"Known customers: the forecast is {abs(off):.0f} % too {'high' if off >= 0 else 'low'}, and ranks well",
        "expected orders of the next year, per customer",
        bars,
        f"For every 100 true orders it expects {100 * f['before']:.0f} of earlier customers (truth leaves out mailings and offers), and "
        f"{100 * f['young']:.0f} of the last year's newcomers: it takes them for earlier ones. Correlation of ranks: {f['rank']:.2f}.",
    )
