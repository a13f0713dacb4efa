"""Lesson 01's decision beside the truth: what Lumen's customers bring in over two years, and what follows."""

import pandas as pd
import reference

from staffroom.lessons.gates import Estimate, Outcome, resampled

TWO_YEARS, QUARTER = pd.Timedelta(days=730), pd.Timedelta(days=91)
LINE = "Lumen"

CUSTOMERS = 8_000
RIGHT = 0.8
WHY = "Ten customers carry most of the mean, so now and then those whom lamps brought are the lesser ones."


def gate(company, truth):
    """What is at stake over two years, the mean of it, and the break-even share, as in the lesson.

    At stake is what customers bring besides what closing removes in any case. Their truth puts those who would really have stayed away in place of all Lumen-first customers. Keeping is
    right where what of these was at stake over two years is more than what closing would have saved.
    """
    entries = reference.ledger_of(company)
    first = reference.first_orders(entries)
    opened, seen = entries["booked_at"].min() + QUARTER, entries["booked_at"].max() - TWO_YEARS
    mine = first[(first["first_line"] == LINE) & first["first_at"].between(opened, seen)]
    goes, window = reference.would_go(entries, LINE), entries["booked_at"].between(opened, seen)
    theirs, saved = after(entries[~goes], mine), -entries.loc[goes & window, "eur"].sum()
    low, high = resampled(theirs.to_frame("eur").assign(n=1), lambda sums: sums["eur"] / sums["n"])

    brought = truth["truth_customers"].set_index("customer_id")["came_for_first_line"].reindex(mine.index)
    each = theirs[brought].mean()
    count, share = len(theirs), saved / theirs.sum()
    return Outcome(
        [
            Estimate("two years, Lumen door", theirs.mean(), low, high, each),
            Estimate(
                "break-even share",
                share,
                saved / (count * high),
                saved / (count * max(low, 1.0)),
                saved / (count * max(each, 1.0)),
            ),
        ],
        recommended="keep" if share < 0.5 else "close",
        right="keep" if theirs[brought].sum() > saved else "close",
    )


def after(entries, first):
    """Profit of each customer in the two years after the first order, the order itself left out."""
    rows = entries.join(first[["first_order_id", "first_at"]], on="customer_id", how="inner")
    rows = rows[rows["order_id"].ne(rows["first_order_id"]) & (rows["booked_at"] < rows["first_at"] + TWO_YEARS)]
    return rows.groupby("customer_id")["eur"].sum().reindex(first.index, fill_value=0.0)
