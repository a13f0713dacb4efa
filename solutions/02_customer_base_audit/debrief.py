"""Lesson 02, once the truth may be told: who is really still there, and what the base is worth now.

`facts` is the same for everybody with this company. `debrief` sets the student's numbers and first guesses beside
it; each sentence holds on every company, whichever way it comes out.
"""

import numpy as np
import pandas as pd
import reference
from staffroom.debrief.blocks import OTHER, TRUTH, YOURS, Bar, Figure, Text, euros
from staffroom.debrief.said import number

RESAMPLES = 1000

#: What is asked of the student's notebook.
ASKS = ("fall",)
#: The fact of `stories.py` that the first figure tells, and by what it is multiplied there.
HEADLINE = ("truth: still there, of all customers in the books", 100)


def facts(company, truth):
    """What is so in this company. Shares are parts of 1, money in euros."""
    orders = reference.orders_of(company)
    people = truth["truth_customers"].set_index("customer_id")
    end, ago = orders["ordered_at"].max(), reference.days_ago(orders)
    left = pd.to_datetime(people["left_at"], utc=True)
    there = left.isna() | (left > end)
    last, before = orders[ago < 365]["customer_id"].unique(), orders[ago.between(365, 729)]["customer_id"].unique()
    first = orders.groupby("customer_id")["ordered_at"].min()
    known = first.index[first <= end - pd.Timedelta(days=365)]
    worth = truth["truth_months"].sort_values("month_on")["equity_eur"].to_numpy()
    tree = reference.revenue_tree(orders)["revenue_eur"]
    both = reference.like_for_like(orders).to_numpy()
    times = np.random.default_rng(1).multinomial(len(both), np.full(len(both), 1 / len(both)), RESAMPLES)
    sums = times @ both
    low, high = np.percentile(sums[:, 1] / sums[:, 0] - 1, [2.5, 97.5])
    channels = truth["truth_acquisition"].set_index("channel")
    back = (channels["margin_in_horizon_eur"] / channels["next_cost_eur"]).sort_values()
    came = _came(orders, people["came_before"].astype(bool))
    return {
        **came,
        "there": there.mean(),
        "there_of_last": there[last].mean(),
        "again": np.isin(before, last).mean(),
        "revenue": tree["last"] / tree["before"] - 1,
        "worth": worth[-1] / worth[-13] - 1,
        "worth_of_known": people["expected_lifetime_spend_eur"][known].sum() / worth[-13] - 1,
        "like": both[:, 1].sum() / both[:, 0].sum() - 1,
        "low": float(low),
        "high": float(high),
        "least": (str(back.index[0]), float(back.iloc[0])),
        "most": (str(back.index[-1]), float(back.iloc[-1])),
    }


def _came(orders, old):
    """What those who came in each year and those who stayed spent, and how many real newcomers came back."""
    spent = reference.came_and_stayed(orders)
    early, late = (reference.came_back(orders, since, until) for since, until in ((91, 274), (822, 1005)))
    return {
        "new": spent.loc["came", "last"],
        "new_before": spent.loc["came", "before"],
        "known": spent.loc["stayed", "last"],
        "known_before": spent.loc["stayed", "before"],
        "early": early[~old[early.index]].mean(),
        "late": late[~old[late.index]].mean(),
    }


def debrief(facts, answers, guesses):
    """What is told to one student."""
    return [
        Text(_drove(facts)),
        _who_is_there(facts, number(guesses.get("ordered_again", {}).get("value"))),
        _worth(facts, number(answers.get("fall"))),
        _budget(facts),
        Text(_guess(facts, guesses.get("old_customers", {}).get("value"))),
    ]


def _drove(f):
    change = "rose" if f["revenue"] > 0 else "fell"
    return (
        f"Revenue {change} by {abs(_hundred(f['revenue']))} %. Those who came in the year spent {euros(f['new'])}, "
        f"after {euros(f['new_before'])} a year earlier. Those who stayed spent "
        f"{euros(f['known'])}, after {euros(f['known_before'])}. "
        f"Of 100 real newcomers, {_hundred(f['early'])} came back within 91 days in the first year, and {_hundred(f['late'])} in the last. "
        "Spending per order has no trend."
    )


def _who_is_there(f, guess):
    there, of_last = _hundred(f["there"]), _hundred(f["there_of_last"])
    sane = guess is not None and 0 <= guess <= 100
    return Figure(
        f"{there} of 100 customers in the books are really still there",
        "customers per 100",
        (
            Bar("still there, of all in the books", there, f"{there}", TRUTH),
            Bar("still there, of those who ordered last year", of_last, f"{of_last}", TRUTH),
            Bar("ordered again, of the year before", _hundred(f["again"]), f"{_hundred(f['again'])}", OTHER),
            Bar("your guess of that", guess if sane else None, f"{guess:.0f}" if sane else "none", YOURS),
        ),
        f"Of those who ordered last year, {100 - of_last} of 100 have left already. No log shows it yet.",
    )


def _worth(f, fall):
    sane = fall is not None and -100 <= fall <= 1000
    like = 100 * f["like"]
    if not sane:
        verdict = "Your notebook gave no number."
    elif abs(fall - like) < 1:
        verdict = "Yours was right."
    else:
        verdict = f"Yours should have been {_signed(like)}."
    ends = 100 * f["low"], 100 * f["high"]
    return Figure(
        f"Revenue changed by {_signed(100 * f['revenue'])} %, the worth of the base by {_signed(100 * f['worth'])} %",
        "change against a year ago (%)",
        (
            Bar("revenue", 100 * f["revenue"], _signed(100 * f["revenue"]), OTHER),
            Bar("worth of the whole base", 100 * f["worth"], _signed(100 * f["worth"]), TRUTH),
            Bar(
                "worth of the customers of a year ago",
                100 * f["worth_of_known"],
                _signed(100 * f["worth_of_known"]),
                TRUTH,
            ),
            Bar("spending, like for like", like, _signed(like), OTHER, ends, " to ".join(map(_signed, ends))),
            Bar("yours", fall if sane else None, _signed(fall) if sane else "none", YOURS),
        ),
        f"Worth is what customers are expected to spend from now on. {verdict}",
    )


def _budget(f):
    (worst, least), (best, most) = f["least"], f["most"]
    every = "In every channel the next newcomer brings in more than she costs"
    some = "In some channels the next newcomer brings in less than she costs"
    return Figure(
        every if least > 1 else some,
        "margin in euros, per euro that the next newcomer costs",
        (
            Bar(f"lowest: {worst}", least, f"{least:.1f}", TRUTH),
            Bar(f"highest: {best}", most, f"{most:.1f}", TRUTH),
            Bar("break-even", 1.0, "1", OTHER),
        ),
        ("Holding was right on what you knew; this is what it costs. " if least > 1 else "Winning customers does not pay everywhere. ")
        + "Raised by half, the next one costs more; lesson 03 finds the limit.",
    )


def _guess(f, guess):
    fact = f"those who were there before both years spent {_signed(100 * f['like'])} %"
    known = {"less": "less", "the same": "the same", "same": "the same", "more": "more"}
    if not isinstance(guess, str) or guess.lower() not in known:
        return f"And the old customers? In the books, {fact}."
    return f"You first thought that old customers spent {known[guess.lower()]}. In the books, {fact}."


def _hundred(share):
    return round(100 * share)


def _signed(value):
    whole = round(value)
    return f"−{-whole}" if whole < 0 else f"+{whole}" if whole > 0 else "0"
