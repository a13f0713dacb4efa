"""Lesson 01's decision beside the truth: what Lumen's customers bring in, and how many would have to stay away.

Written apart from `stories.py`, so that the two hold each other.
"""

import numpy as np
import pandas as pd
import reference

from staffroom.lessons.gates import Estimate, Outcome, resampled

YEAR = pd.Timedelta(days=365)
LINE = "Lumen"

CUSTOMERS = 8_000
RIGHT = 0.95
WHY = (
    "by the full count closing loses in nearly every company, so `always keep` is right as often: what the "
    "advice is worth lies in the estimates, which have to cover the truth"
)


def gate(company, truth):
    """What is at stake over one year, and the break-even share over one year, two and all, as in the lesson.

    At stake is what customers bring in besides what closing removes in any case. In truth only those count who
    first came after the books were opened, and later years are those of the rates at which they buy and leave.
    The advice is that of the lesson's rule for somebody who thinks that half would have stayed away: keep, if
    break-even over all later years is below that. It is right if those who would really have stayed away bring
    in more than closing saves, with all years, goodwill and Club fees counted.
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
    newcomers = theirs.index[new[theirs.index]]

    def break_even(name, times, times_truly):
        each = [saved / (len(theirs) * max(mean, 1.0)) / times for mean in (theirs.mean(), high, low)]
        return Estimate(name, *each, saved / theirs[newcomers].sum() / times_truly)

    # year after year what the year before left, less a tenth: added up here, and not by a formula
    fading = (min(max(again, 0.0), 0.95) / 1.1) ** np.arange(200)
    every = break_even("break-even share, all years", fading.sum(), reference.all_years(known.loc[newcomers]))
    return Outcome(
        [
            Estimate("one year, Lumen door", theirs.mean(), low, high, theirs[newcomers].mean()),
            break_even("break-even share, one year", 1.0, 1.0),
            break_even("break-even share, two years", 1 + again, 1 + again_truly),
            every,
        ],
        recommended="keep" if every.estimate < 0.5 else "close",
        right="keep" if _lost(company, entries, ever, theirs.index, known, brought) > 0 else "close",
    )


def _lost(company, entries, ever, door, known, brought):
    """What closing loses in truth, less what it saves, in euros: all years, goodwill and Club fees counted."""
    gone = door[brought[door]]
    longer = reference.with_goodwill(company, entries)
    goes = reference.would_go(longer, LINE)
    since, until = reference.opens(entries), entries["booked_at"].max() - YEAR
    saved = -longer.loc[goes & longer["booked_at"].between(since, until), "eur"].sum()
    left = years_of(longer[~goes], ever.loc[gone])[0] + reference.club_fees(company, ever.loc[gone])
    return left.sum() * reference.all_years(known.loc[gone]) - saved


def years_of(entries, first):
    """Profit of each customer in the first and in the second year after the first order, that order left out."""
    rows = entries.join(first[["first_order_id", "first_at"]], on="customer_id", how="inner")
    rows = rows[rows["order_id"].ne(rows["first_order_id"])]
    year = (rows["booked_at"] - rows["first_at"]).dt.days // 365
    sums = rows.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0.0)
    sums = sums.reindex(first.index, fill_value=0.0)
    return sums[0], sums[1]
