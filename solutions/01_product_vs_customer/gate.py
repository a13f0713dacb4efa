"""Lesson 01's decision beside the truth: where the break-even share lies, and whether keeping lamps is right."""

import pandas as pd
import reference

from staffroom.lessons.gates import Estimate, Outcome, resampled

YEAR = pd.Timedelta(days=365)
LINE = "Lumen"

RIGHT = 0.9
WHY = "Now and then those whom lamps brought buy little else; no number here can tell, only the memo's trial."


def gate(company, truth):
    """The break-even share among those whose first order was mainly lamps, and what it recommends.

    Its truth puts those who would really have stayed away in place of all: what they brought, each, in the
    year after. Closing is wrong where what they brought in other lines is more than what lamps lost.
    """
    entries = reference.ledger_of(company)
    first = reference.first_orders(entries)
    year_ago = entries["booked_at"].max() - YEAR
    lamps = entries["line"] == LINE
    parts = pd.DataFrame(index=first.index)
    parts["saved"] = -entries[lamps & (entries["booked_at"] <= year_ago)].groupby("customer_id")["eur"].sum()
    parts["later"] = year_after(entries, first[(first["first_line"] == LINE) & (first["first_at"] <= year_ago)])
    seen = parts["later"].notna()
    parts = parts.fillna(0.0)
    estimate = parts["saved"].sum() / parts["later"].sum()
    low, high = resampled(parts, lambda sums: sums["saved"] / sums["later"])

    brought = truth["truth_customers"].set_index("customer_id")["came_for_first_line"].reindex(first.index)
    each = parts.loc[seen & brought, "later"].mean()
    gone = first.index[brought & (first["first_line"] == LINE)]
    lost = entries.loc[entries["customer_id"].isin(gone) & ~lamps, "eur"].sum()
    share = Estimate("break-even share", estimate, low, high, parts["saved"].sum() / (seen.sum() * each))
    return Outcome(
        [share],
        recommended="keep" if estimate < 0.5 else "close",
        right="keep" if lost > -entries.loc[lamps, "eur"].sum() else "close",
    )


def year_after(entries, first):
    """Per customer: profit in the 365 days after the first order, the order itself left out."""
    rows = entries.join(first[["first_order_id", "first_at"]], on="customer_id", how="inner")
    rows = rows[rows["order_id"].ne(rows["first_order_id"]) & (rows["booked_at"] < rows["first_at"] + YEAR)]
    return rows.groupby("customer_id")["eur"].sum().reindex(first.index, fill_value=0.0)
