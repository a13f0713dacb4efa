"""Lesson 01, once the truth may be told: who came because of lamps, and what closing them would have cost.

`facts` is the same for everybody with this company. `debrief` sets the student's break-even share and first
guesses beside it; each sentence holds on every company, whichever way it comes out.
"""

import numpy as np
import pandas as pd
import reference
from staffroom.debrief.blocks import OTHER, TRUTH, YOURS, Bar, Figure, Text
from staffroom.debrief.said import number

LUMEN = "Lumen"
QUARTER = pd.Timedelta(days=91)
SPANS = {"one": 365, "two": 730}  # days over which one looks, by years
TEST_WEEKS = 8
#: Enough for an interval whose ends are told as whole numbers.
RESAMPLES = 1000

#: What is asked of the student's notebook.
ASKS = ("b",)
#: The fact of `stories.py` that the first figure tells, and by what it is multiplied there.
HEADLINE = ("truth: share of Lumen customers that lamps brought", 100)


def facts(company, truth):
    """What is so in this company. Shares are parts of 1, money in euros."""
    entries = reference.ledger_of(company)
    rest = reference.without(entries, LUMEN)
    ever = reference.first_orders(entries)
    opened = entries["booked_at"].min() + QUARTER
    first = ever[ever["first_at"] >= opened]
    came = truth["truth_customers"].set_index("customer_id")["came_for_first_line"].astype(bool)
    door = first.index[first["first_line"] == LUMEN]
    brought = came[came].index.intersection(door)
    out = {
        "door": len(door),
        "brought": len(brought) / len(door),
        "unprofitable": (entries.groupby("customer_id")["eur"].sum() < 0).mean(),
        "spend_times": _spend_times(truth["truth_products"].set_index("line")),
    }
    for years, days in SPANS.items():
        seen = entries["booked_at"].max() - pd.Timedelta(days=days)
        mine = first[first["first_at"] <= seen]
        left = reference.left_within(entries, mine, days)
        at_stake = reference.left_within(rest, mine, days)[mine["first_line"] == LUMEN]
        saves = reference.saved_by_closing(entries, LUMEN, opened, seen)
        even, low, high = _break_even(saves, at_stake)
        out |= {f"even_{years}": even, f"low_{years}": low, f"high_{years}": high, f"saves_{years}": saves}
        out[f"leaves_{years}"] = at_stake[at_stake.index.isin(brought)].sum()
        if years == "one":
            by_door = left.groupby(mine["first_line"] == LUMEN).mean()
            out |= {"after_lamps": by_door[True], "after_others": by_door[False]}
    sides = len(door) / ((entries["booked_at"].max() - opened).days / 7) * TEST_WEEKS / 2
    out |= {"test_lost": sides * out["brought"], "test_chance": 2 * np.sqrt(sides * (2 - out["brought"]))}
    return out


def debrief(facts, answers, guesses):
    """What is told to one student."""
    return [
        Text(_drove(facts)),
        _who_stays_away(facts, number(answers.get("b")), number(guesses.get("stay_away", {}).get("value"))),
        _decisions(facts),
        _guess(facts, number(guesses.get("unprofitable", {}).get("value"))),
        Text(_door_guess(facts, guesses.get("lumen_first", {}).get("value"))),
    ]


# ------------------------------------------------------------------------------------------ computing


def _spend_times(lines):
    """Expected lifetime spend of who comes through Lumen's door, as a multiple of that of all others."""
    others = lines.drop(LUMEN)
    mean = np.average(others["lifetime_spend_eur"], weights=others["first_share"])
    return lines.loc[LUMEN, "lifetime_spend_eur"] / mean


def _break_even(saves, later):
    """The break-even share and its 95 % interval, customers resampled; within 0 and 1.

    0: closing saves nothing. 1: all may stay away.
    """
    each = later.to_numpy()
    picked = np.random.default_rng(1).integers(0, len(each), (RESAMPLES, len(each)))
    low, high = np.percentile(_share(saves, each[picked].sum(axis=1)), [2.5, 97.5])
    return float(_share(saves, each.sum())), float(low), float(high)


def _share(saves, later):
    reached = saves / np.maximum(later, 1e-9)
    return np.where(saves <= 0, 0.0, np.where(np.asarray(later) <= 0, 1.0, np.clip(reached, 0.0, 1.0)))


# -------------------------------------------------------------------------------------------- telling


def _drove(f):
    question = "That left one question: who would have stayed away without lamps?"
    times = f["spend_times"]
    if 0.9 < times < 1.1:
        return (
            f"People who first come for a lamp spend about as much over the years as all others. {question}"
        )
    return (
        f"Lamps made nobody a {'better' if times > 1 else 'worse'} customer. They drew in people who would spend "
        f"{times:.1f} times as much as others over the years, whatever they bought first. {question}"
    )


def _who_stays_away(f, share, guess):
    truth, one, two = _hundred(f["brought"]), _hundred(f["even_one"]), _hundred(f["even_two"])
    low, high = _hundred(f["low_two"]), _hundred(f["high_two"])
    if low <= truth <= high:
        place = "The truth lies inside the range over two years: these data alone could not tell."
    elif truth < low:
        place = "The truth lies below the whole range over two years: closing gains."
    else:
        place = "The truth lies above the whole range over two years: closing loses."
    yours, verdict = _own_share(share, f["even_two"])
    return Figure(
        f"{truth} of 100 came because of lamps; break-even is {one} over one year, {two} over two",
        f"customers per 100 whose first order was mainly lamps (there were {f['door']:,})",
        (
            Bar("came because of lamps", truth, f"{truth}", TRUTH),
            Bar(
                "break-even, one year",
                one,
                f"{one}",
                OTHER,
                (_hundred(f["low_one"]), _hundred(f["high_one"])),
                f"{_hundred(f['low_one'])} to {_hundred(f['high_one'])}",
            ),
            Bar("break-even, two years", two, f"{two}", OTHER, (low, high), f"{low} to {high}"),
            yours,
            _own_guess(guess),
        ),
        f"{place} {verdict}",
    )


def _own_guess(guess):
    sane = guess is not None and 0 <= guess <= 100
    return Bar("your first guess", guess if sane else None, f"{guess:.0f}" if sane else "none", YOURS)


def _own_share(share, right):
    label = "your break-even, two years"
    if share is None:
        return Bar(label, None, "none", YOURS), "Your notebook gave no break-even."
    if not 0 <= share <= 1:
        return Bar(label, None, f"{share:.3g}", YOURS), f"Your notebook gave {share:.3g}, which is no share."
    hundred = _hundred(share)
    bar = Bar(label, hundred, f"{hundred}", YOURS)
    if abs(share - right) < 0.01:
        return bar, "Yours was right."
    return bar, f"Yours should have been {_hundred(right)}."


def _decisions(f):
    one, two = f["saves_one"] - f["leaves_one"], f["saves_two"] - f["leaves_two"]

    def said(net):
        return f"{'gained' if net >= 0 else 'lost'} {_euros(abs(net))}"

    turns = "So how long you look decides." if (one > 0) != (two > 0) else "So both spans say the same."
    return Figure(
        f"Looked at over two years, closing would have {said(two)}",
        "euros, compared with keeping Lumen, for customers seen so long",
        (
            Bar("close, over one year", one, _euros(one), TRUTH),
            Bar("close, over two years", two, _euros(two), TRUTH),
            Bar("keep", 0.0, _euros(0.0), OTHER),
        ),
        f"Over one year it would have {said(one)}. {turns} A test of {TEST_WEEKS} weeks would have shown some "
        f"{f['test_lost']:.0f} customers fewer on one side; chance alone moves that by {f['test_chance']:.0f}.",
    )


def _guess(f, guess):
    truth = _hundred(f["unprofitable"])
    sane = guess is not None and 0 <= guess <= 100
    title = f"{truth} of 100 customers cost more than they bring"
    if not sane:
        bar, says = Bar("your first guess", None, "none", YOURS), "You made no guess that can be shown here."
    else:
        bar = Bar("your first guess", guess, f"{guess:.0f}", YOURS)
        off = truth - round(guess)
        says = (
            "Your first guess was right." if off == 0 else f"Your first guess was {abs(off)} too {_way(off)}."
        )
    return Figure(title, "customers per 100", (Bar("in truth", truth, f"{truth}", TRUTH), bar), says)


def _door_guess(f, guess):
    fact = (
        f"In the year after, they left {_minus(f['after_lamps'])} euros each; all others left "
        f"{_minus(f['after_others'])}."
    )
    known = {"less": "less", "the same": "the same", "same": "the same", "more": "more"}
    if not isinstance(guess, str) or guess.lower() not in known:
        return f"And those who first came for a lamp? {fact}"
    return f"You first thought that those who come for a lamp are worth {known[guess.lower()]} later. {fact}"


def _way(off):
    return "low" if off > 0 else "high"


def _hundred(share):
    return round(100 * share)


def _minus(value):
    return f"{value:.0f}".replace("-", "−")


def _euros(value):
    sign, size = "−" if round(value) < 0 else "", abs(value)
    if size >= 9_950:
        return f"{sign}{size / 1000:,.0f}\N{NO-BREAK SPACE}k€"
    return (
        f"{sign}{size / 1000:.1f}\N{NO-BREAK SPACE}k€"
        if size >= 950
        else f"{sign}{size:.0f}\N{NO-BREAK SPACE}€"
    )
