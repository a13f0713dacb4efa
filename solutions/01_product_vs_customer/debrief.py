"""Lesson 01, once the truth may be told: who came because of lamps, and what closing them would have brought.

`facts` is the same for everybody with this company. `debrief` sets the student's break-even share and first
guesses beside it; each sentence holds on every company, whichever way it comes out.
"""

import numpy as np
import pandas as pd
import reference
from staffroom.debrief.blocks import OTHER, TRUTH, YOURS, Bar, Figure, Text
from staffroom.debrief.said import number

LUMEN = "Lumen"
YEAR = pd.Timedelta(days=365)
TEST_WEEKS = 8
#: Enough for an interval whose ends are told as whole numbers.
RESAMPLES = 1000

#: What is asked of the student's notebook.
ASKS = ("share",)
#: The fact of `stories.py` that the first figure tells, and by what it is multiplied there.
HEADLINE = ("truth: share of Lumen customers that lamps brought", 100)


def facts(company, truth):
    """What is so in this company. Shares are parts of 1, money in euros over the whole ledger."""
    entries = reference.ledger_of(company)
    first = reference.first_orders(entries)
    came = truth["truth_customers"].set_index("customer_id")["came_for_first_line"].astype(bool)
    door = first.index[first["first_line"] == LUMEN]
    brought = came[came].index.intersection(door)
    lamps = entries["line"] == LUMEN
    saves = -entries.loc[lamps, "eur"].sum()
    leaves = entries.loc[entries["customer_id"].isin(brought) & ~lamps, "eur"].sum()
    after = _year_after(entries, first)
    lamp_door = after.index.isin(door)
    even, low, high = _break_even(entries, after[lamp_door])
    days = (entries["booked_at"].max() - entries["booked_at"].min()).days
    newcomers = len(first) * TEST_WEEKS * 7 / days
    return {
        "door": len(door),
        "brought": len(brought) / len(door),
        "even": even,
        "even_low": low,
        "even_high": high,
        "months": round(days / 30.44),
        "saves": saves,
        "leaves": leaves,
        "after_lamps": after[lamp_door].mean(),
        "after_others": after[~lamp_door].mean(),
        "spend_times": _spend_times(truth["truth_products"].set_index("line")),
        "test": (saves - leaves) * TEST_WEEKS * 7 / days / 2,
        "test_lost": newcomers / 2 * len(brought) / len(first),
        "test_chance": 2 * np.sqrt(newcomers),
        "unprofitable": (entries.groupby("customer_id")["eur"].sum() < 0).mean(),
    }


def debrief(facts, answers, guesses):
    """What is told to one student."""
    return [
        Text(_drove(facts)),
        _who_stays_away(facts, number(answers.get("share"))),
        _decisions(facts),
        _guess(facts, number(guesses.get("unprofitable", {}).get("value"))),
        Text(_door_guess(facts, guesses.get("lumen_first", {}).get("value"))),
    ]


# ------------------------------------------------------------------------------------------ computing


def _year_after(entries, first):
    """Per customer seen for a full year: profit in the 365 days after the first order."""
    full = first[first["first_at"] <= entries["booked_at"].max() - YEAR]
    alone = first.assign(first_line=first.index)
    return reference.later_profit(entries, alone).reindex(full.index).fillna(0.0)


def _spend_times(lines):
    """Expected lifetime spend of who comes through Lumen's door, as a multiple of that of all others."""
    others = lines.drop(LUMEN)
    mean = np.average(others["lifetime_spend_eur"], weights=others["first_share"])
    return lines.loc[LUMEN, "lifetime_spend_eur"] / mean


def _break_even(entries, later):
    """The break-even share and its 95 % interval, customers resampled; within 0 and 1.

    0: closing saves nothing. 1: all may stay away. Each customer counts in a resample as often as a Poisson
    draw says, which is resampling with replacement for a company of any size.
    """
    early = entries[(entries["line"] == LUMEN) & (entries["booked_at"] <= entries["booked_at"].max() - YEAR)]
    each = pd.DataFrame({"saved": -early.groupby("customer_id")["eur"].sum(), "later": later}).fillna(0.0)
    times = np.random.default_rng(1).poisson(1.0, (RESAMPLES, len(each)))
    low, high = np.percentile(_share(times @ each["saved"].to_numpy(), times @ each["later"].to_numpy()), [2.5, 97.5])
    return float(_share(each["saved"].sum(), each["later"].sum())), float(low), float(high)


def _share(saved, later):
    reached = np.divide(saved, later, out=np.ones_like(later, dtype=float), where=np.asarray(later) > 0)
    return np.where(np.asarray(saved) <= 0, 0.0, np.clip(reached, 0.0, 1.0))


# -------------------------------------------------------------------------------------------- telling


def _drove(f):
    question = "That left one question: who would have stayed away without lamps?"
    times = f["spend_times"]
    if 0.9 < times < 1.1:
        return f"People who first come for a lamp spend about as much over the years as all others. {question}"
    return (
        f"Lamps made nobody a {'better' if times > 1 else 'worse'} customer. They drew in people who would spend "
        f"{times:.1f} times as much as others over the years, whatever they bought first. {question}"
    )


def _who_stays_away(f, share):
    truth, even = _hundred(f["brought"]), _hundred(f["even"])
    low, high = _hundred(f["even_low"]), _hundred(f["even_high"])
    if low <= truth <= high:
        place = "The truth lies inside the break-even's interval: these data alone could not tell."
    elif truth < low:
        place = "The truth lies below the break-even's whole interval: even within one later year, closing gains."
    elif even == 0:
        place = "Lumen lost no money here, so nobody would have to stay away for closing to lose."
    else:
        place = "The truth lies above the break-even's whole interval: even within one later year, closing loses."
    yours, verdict = _own_share(share, f["even"])
    return Figure(
        f"{truth} of 100 came because of lamps; closing pays only below {even}"
        if even
        else f"{truth} of 100 came because of lamps; closing saves nothing",
        f"customers per 100 whose first order was mainly lamps (there were {f['door']:,})",
        (
            Bar("came because of lamps", truth, f"{truth}", TRUTH),
            Bar("break-even", even, f"{even}", OTHER, (low, high), f"{low} to {high}"),
            yours,
        ),
        f"{place} {verdict}",
    )


def _own_share(share, right):
    label = "your break-even"
    if share is None:
        return Bar(label, None, "none", YOURS), "Your notebook gave no share."
    if not 0 <= share <= 1:
        return Bar(label, None, f"{share:.3g}", YOURS), f"Your notebook gave {share:.3g}, which is no share."
    hundred = _hundred(share)
    bar = Bar(label, hundred, f"{hundred}", YOURS)
    if abs(share - right) < 0.01:
        return bar, "Yours was right."
    return bar, f"Yours should have been {_hundred(right)}."


def _decisions(f):
    net = f["saves"] - f["leaves"]
    saved = (
        f"Closing would have saved {_euros(f['saves'])}."
        if f["saves"] >= 0
        else f"Closing would have given up {_euros(-f['saves'])} that the line earned."
    )
    gone = (
        f"It would also have lost {_euros(f['leaves'])}, earned on other goods from those who came because of lamps."
        if f["leaves"] >= 0
        else f"It would also have spared {_euros(-f['leaves'])}, as those who came because of lamps cost more "
        "than they brought."
    )
    lost = f"about {f['test_lost']:.0f}" if f["test_lost"] >= 1.5 else "hardly any"
    tells = "enough to tell" if f["test_lost"] > f["test_chance"] else "too few to tell"
    return Figure(
        f"Closing Lumen would have {'cost' if net < 0 else 'gained'} {_euros(abs(net))} in {f['months']} months",
        f"euros over {f['months']} months, compared with keeping Lumen",
        (
            Bar("close Lumen", net, _euros(net), TRUTH),
            Bar("keep Lumen", 0.0, _euros(0.0), OTHER),
            Bar(f"test for {TEST_WEEKS} weeks, then keep", f["test"], _euros(f["test"]), OTHER),
        ),
        f"{saved} {gone} A test of {TEST_WEEKS} weeks would have lost {lost} first orders, while chance alone "
        f"moves that count by {f['test_chance']:.0f}: {tells}.",
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
        says = "Your first guess was right." if off == 0 else f"Your first guess was {abs(off)} too {_way(off)}."
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
    return f"{sign}{size / 1000:.1f}\N{NO-BREAK SPACE}k€" if size >= 950 else f"{sign}{size:.0f}\N{NO-BREAK SPACE}€"
