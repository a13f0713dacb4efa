"""Lesson 01, once the truth may be told: who came because of lamps, and what closing them would have cost.

`facts` is the same for everybody with this company. `debrief` sets the student's break-even share and first
guesses beside it; each sentence holds on every company, whichever way it comes out.
"""

import numpy as np
import pandas as pd
import reference
from staffroom.debrief.blocks import OTHER, TRUTH, YOURS, Bar, Figure, Text, euros
from staffroom.debrief.said import number

LUMEN = "Lumen"
YEAR = pd.Timedelta(days=365)
MOST_TESTED = 0.95  # the notebook's break-even share is no higher: beyond, no test could tell
#: The notebook's draws: as many, from the same seed, so that both tell the same range.
RESAMPLES = 1000
SEED = 7
#: No break-even share beyond is drawn, here and in the notebook.
MOST_DRAWN = 2.0

#: What is asked of the student's notebook.
ASKS = ("b",)
#: The fact of `stories.py` that the first figure tells, and by what it is multiplied there.
HEADLINE = ("truth: share of Lumen customers that lamps brought", 100)


def facts(company, truth):
    """What is so in this company. Shares are parts of 1, money in euros."""
    entries = reference.ledger_of(company)
    rest = reference.without(entries, LUMEN)
    ever = reference.first_orders(entries)
    since, until = reference.opens(entries), entries["booked_at"].max() - YEAR
    first = ever[ever["first_at"] >= since]
    known = truth["truth_customers"].set_index("customer_id")
    # who came before the books was won then: closing could not lose her
    came = known["came_for_first_line"].astype(bool) & ~known["came_before"].astype(bool)
    door = first.index[first["first_line"] == LUMEN]
    brought = came[came].index.intersection(door)
    mine = first[first["first_at"] <= until]
    at_stake = reference.left_within(rest, mine, 365)[mine["first_line"] == LUMEN]
    theirs = at_stake[at_stake.index.isin(brought)]
    saves = reference.saved_by_closing(entries, LUMEN, since, until)
    longer = reference.with_goodwill(company, entries)
    saves_all = reference.saved_by_closing(longer, LUMEN, since, until)
    new = at_stake.index[~known.loc[at_stake.index, "came_before"].astype(bool)]
    newcomers = reference.left_within(reference.without(longer, LUMEN), mine.loc[new], 365)
    newcomers = newcomers + reference.club_fees(company, mine.loc[new])
    counted = newcomers[theirs.index]
    years = reference.all_years(known.loc[theirs.index])
    second, _ = reference.second_year(rest, ever)
    by_door = reference.left_within(entries, mine, 365).groupby(mine["first_line"] == LUMEN).mean()
    out = {
        "door": len(door),
        "brought": len(brought) / len(door),
        "unprofitable": (entries.groupby("customer_id")["eur"].sum() < 0).mean(),
        "spend_times": _spend_times(truth["truth_products"].set_index("line")),
        "saves": saves,
        "rest_on": len(theirs),
        "seen": len(at_stake),
        "saves_all": saves_all,
        "even_truly": float(_share(saves_all, reference.all_years(known.loc[new]) * newcomers.sum())),
        "leaves_all": years * counted.sum(),
        "leaves_all_low": years * _resampled(counted)[0],
        "leaves_all_high": years * _resampled(counted)[1],
        "after_lamps": by_door[True],
        "after_others": by_door[False],
    }
    lost = _resampled(theirs)
    out |= {"leaves": theirs.sum(), "leaves_low": lost[0], "leaves_high": lost[1]}
    low, high = _resampled(at_stake)
    for years, times in (("one", 1.0), ("two", 1.0 + second), ("all", reference.later_years(second))):
        ends = {"even": at_stake.sum(), "low": high, "high": low}
        out |= {f"{name}_{years}": float(_share(saves, times * total)) for name, total in ends.items()}
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


def _resampled(later):
    """The 95 % interval of a sum over customers, in euros, customers resampled."""
    each = later.to_numpy()
    if not len(each):
        return 0.0, 0.0
    picked = np.random.default_rng(SEED).integers(0, len(each), (RESAMPLES, len(each)))
    low, high = np.percentile(each[picked].sum(axis=1), [2.5, 97.5])
    return float(low), float(high)


def _share(saves, later):
    """The break-even share, from 0 to `MOST_DRAWN`. 0: closing saves nothing. Above 1: all may stay away."""
    reached = np.clip(saves / np.maximum(later, 1e-9), 0.0, MOST_DRAWN)
    return np.where(saves <= 0, 0.0, np.where(np.asarray(later) <= 0, MOST_DRAWN, reached))


# -------------------------------------------------------------------------------------------- telling


def _drove(f):
    question = "Who would have stayed away without lamps?"
    times = f["spend_times"]
    if 0.9 < times < 1.1:
        return (
            f"People who first come for a lamp spend about as much over the years as all others. {question}"
        )
    return (
        f"Lamps made nobody a {'better' if times > 1 else 'worse'} customer. People who come for lamps spend "
        f"{times:.1f} times as much as others over the years, and would through any door. {question}"
    )


def _who_stays_away(f, share, guess):
    truth, two, truly = _hundred(f["brought"]), _hundred(f["even_two"]), _hundred(f["even_truly"])
    low, high = _hundred(f["low_all"]), _hundred(f["high_all"])
    if low <= truth <= high:
        place = "The truth lies inside the data's range over all years: they could not settle it."
    else:
        side, spoke = ("below", "closing") if truth < low else ("above", "keeping")
        place = f"The truth lies {side} the data's whole range over all years: they spoke for {spoke}."
    yours, verdict = _own_share(share, min(f["even_all"], MOST_TESTED))

    def bar(label, span):
        ends = _hundred(f[f"low_{span}"]), _hundred(f[f"high_{span}"])
        even = _hundred(f[f"even_{span}"])
        return Bar(label, even, f"{even}", OTHER, ends, f"{ends[0]} to {ends[1]}")

    return Figure(
        f"{truth} of 100 came because of lamps; break-even is {two} over two years, {truly} over all",
        f"customers per 100 at Lumen's door ({f['door']:,}; {f['seen']:,} seen for a year)",
        (
            Bar("came because of lamps", truth, f"{truth}", TRUTH),
            bar("break-even, two years", "two"),
            bar("break-even, all years", "all"),
            Bar("in truth, all years and costs", truly, f"{truly}", TRUTH),
            yours,
            _own_guess(guess),
        ),
        f"{place} {verdict}",
    )


def _own_guess(guess):
    sane = guess is not None and 0 <= guess <= 100
    return Bar("your first guess", guess if sane else None, f"{guess:.0f}" if sane else "none", YOURS)


def _own_share(share, right):
    label = "your break-even, all years"
    if share is None:
        return Bar(label, None, "none", YOURS), "Your notebook gave no break-even."
    if not 0 <= share <= 1:
        return Bar(
            label, None, f"{share:.3g}", YOURS
        ), f"Your notebook gave {share:.3g}, which is not a share."
    hundred = _hundred(share)
    bar = Bar(label, hundred, f"{hundred}", YOURS)
    if abs(share - right) < 0.01:
        return bar, "You worked yours out right."
    return bar, f"Yours should have been {_hundred(right)}."


def _decisions(f):
    def said(net):
        return f"{'gained' if net >= 0 else 'lost'} {euros(abs(net))}"

    def bar(label, net, low, high):
        return Bar(label, net, euros(net), TRUTH, (low, high), f"{euros(low)} to {euros(high)}")

    # what closing gains, and the range of that
    one = tuple(f["saves"] - f[name] for name in ("leaves", "leaves_high", "leaves_low"))
    every = tuple(f["saves_all"] - f[name] for name in ("leaves_all", "leaves_all_high", "leaves_all_low"))
    turns = "The span and the costs decide." if (one[0] > 0) != (every[0] > 0) else "Both say the same."
    return Figure(
        f"With all years and costs counted, closing would have {said(every[0])}",
        f"euros, compared with keeping Lumen (range: luck among the {f['rest_on']} whom lamps brought)",
        (
            bar("close, one year", *one),
            bar("close, all years and costs", *every),
        ),
        f"Over one year it would have {said(one[0])}. {turns} All costs: with goodwill and Club fees. "
        "Later years: as people truly buy, less 10 % each.",
    )


def _guess(f, guess):
    truth = _hundred(f["unprofitable"])
    sane = guess is not None and 0 <= guess <= 100
    title = f"{truth} of 100 customers cost more than they bring in"
    if not sane:
        bar, says = Bar("your first guess", None, "none", YOURS), "You made no guess to show."
    else:
        bar = Bar("your first guess", guess, f"{guess:.0f}", YOURS)
        off = truth - round(guess)
        says = (
            "Your first guess was right." if off == 0 else f"Your first guess was {abs(off)} too {_way(off)}."
        )
    return Figure(title, "customers per 100", (Bar("in truth", truth, f"{truth}", TRUTH), bar), says)


def _door_guess(f, guess):
    fact = (
        f"In the year after, those who first came for a lamp brought in {_minus(f['after_lamps'])} euros each, all others "
        f"{_minus(f['after_others'])}."
    )
    known = {"less": "less", "the same": "the same", "same": "the same", "more": "more"}
    if not isinstance(guess, str) or guess.lower() not in known:
        return fact
    return f"{fact} Your first guess: {known[guess.lower()]}."


def _way(off):
    return "low" if off > 0 else "high"


def _hundred(share):
    return round(100 * share)


def _minus(value):
    return f"{value:.0f}".replace("-", "−")
