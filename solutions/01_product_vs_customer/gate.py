"""Lesson 01's decision beside the truth: what Lumen's customers bring in, over one year and over two.

Written apart from `stories.py`, so that the two hold each other.
"""

import pandas as pd
import reference

from staffroom.lessons.gates import Estimate, Outcome, resampled

YEAR = pd.Timedelta(days=365)
LINE = "Lumen"

CUSTOMERS = 8_000
RIGHT = 0.9
WHY = "Ten customers carry most of the mean, so now and then those whom lamps brought are unlike the rest."


def gate(company, truth):
    """What is at stake over one year, and the break-even share over one year and two, as in the lesson.

    At stake is what customers bring in besides what closing removes in any case. In truth only those count who
    first came after the books were opened: of the mean, of both shares, and of what Lumen's own customers bring in
    during their second year. The recommendation is that of one year, for somebody who thinks that half would have
    stayed away. It is right if those who would really have stayed away bring in more than closing saves, or less.
    Over two years both answers lie inside the range in most companies: there the lesson recommends nothing.
    """
    entries = reference.ledger_of(company)
    ever = reference.first_orders(entries)
    goes = reference.would_go(entries, LINE)
    since, until = reference.opens(entries), entries["booked_at"].max() - YEAR
    saved = -entries.loc[goes & entries["booked_at"].between(since, until), "eur"].sum()
    lumen = ever[ever["first_line"] == LINE]
    first, second = years_of(entries[~goes], lumen)
    theirs = first[lumen["first_at"].between(since, until)]
    low, high = resampled(theirs.to_frame("eur").assign(n=1), lambda sums: sums["eur"] / sums["n"])
    again, _ = reference.second_year(entries[~goes], ever)

    known = truth["truth_customers"].set_index("customer_id").reindex(lumen.index)
    new = ~known["came_before"].astype(bool)
    brought = known["came_for_first_line"].astype(bool) & new
    seen = new & (lumen["first_at"] <= until - YEAR)
    again_truly = second[seen].sum() / first[seen].sum()
    at_stake = theirs[new[theirs.index]].sum()

    def break_even(name, times, times_truly):
        each = [saved / (len(theirs) * max(mean, 1.0)) / times for mean in (theirs.mean(), high, low)]
        return Estimate(name, *each, saved / at_stake / times_truly)

    one = break_even("break-even share, one year", 1.0, 1.0)
    return Outcome(
        [
            Estimate("one year, Lumen door", theirs.mean(), low, high, theirs[new[theirs.index]].mean()),
            one,
            break_even("break-even share, two years", 1 + again, 1 + again_truly),
        ],
        recommended="keep" if one.estimate < 0.5 else "close",
        right="keep" if theirs[brought[theirs.index]].sum() > saved else "close",
    )


def years_of(entries, first):
    """Profit of each customer in the first and in the second year after the first order, that order left out."""
    rows = entries.join(first[["first_order_id", "first_at"]], on="customer_id", how="inner")
    rows = rows[rows["order_id"].ne(rows["first_order_id"])]
    year = (rows["booked_at"] - rows["first_at"]).dt.days // 365
    sums = rows.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0.0)
    sums = sums.reindex(first.index, fill_value=0.0)
    return sums[0], sums[1]
