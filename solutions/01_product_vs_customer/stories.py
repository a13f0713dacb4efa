"""Lesson 01 on any company: its numbers, and which of its sentences they bear out.

`facts` are the numbers of which the teaching note prints the ranges over companies. Each sentence of the
lesson that could fail stands in `SENTENCES` with the condition under which it is true; tests try them on
companies that the author has never seen.
"""

from itertools import pairwise

import pandas as pd
import reference

YEAR = pd.Timedelta(days=365)
LUMEN, LINEN, BRIO = "Lumen", "Linen", "Brio"


def line_margins(company):
    """Per line, euros: revenue, refunds, goods, handling, margin."""
    table = reference.line_pnl_of(company)
    return table.set_axis(["revenue", "refunds", "goods", "handling", "margin"], axis=1)


def year_after(entries, first):
    """Per customer seen for a full year: profit in the 365 days after the first order."""
    full = first[first["first_at"] <= entries["booked_at"].max() - YEAR]
    alone = first.assign(first_line=first.index)
    return reference.later_profit(entries, alone).reindex(full.index).fillna(0.0)


def top_fifth(sales):
    """Share of sales that comes from the best fifth of the buyers."""
    best = sales.groupby("customer_id")["eur"].sum().sort_values(ascending=False)
    return best.head(len(best) // 5).sum() / best.sum()


def facts(company, truth=None):
    """The lesson's numbers on one company. Shares are parts of 1, money in euros.

    `company` and `truth` are mappings from a table's name to its frame; without truth its rows are left out.
    """
    lines = line_margins(company)
    entries = reference.ledger_of(company)
    profit = entries.groupby("customer_id")["eur"].sum()
    sales, end = entries[entries["what"] == "sale"], entries["booked_at"].max()
    first = reference.first_orders(entries)
    after = year_after(entries, first)
    door = first["first_line"].reindex(after.index)
    by_door = after.groupby(door).mean().sort_values(ascending=False)
    out = {
        "Lumen's share of sales": lines.loc[LUMEN, "revenue"] / lines["revenue"].sum(),
        "Lumen's margin, share of its sales": lines.loc[LUMEN, "margin"] / lines.loc[LUMEN, "revenue"],
        "lines that lose money": float((lines["margin"] < 0).sum()),
        "Linen's refunds, share of its sales": lines.loc[LINEN, "refunds"] / lines.loc[LINEN, "revenue"],
        "refunds of the next line, share": (lines["refunds"] / lines["revenue"]).drop(LINEN).max(),
        "costs that no line carries, share of line margin": 1 - profit.sum() / lines["margin"].sum(),
        "customers who cost money": (profit < 0).mean(),
        "whale peak, share of profit": profit[profit > 0].sum() / profit.sum(),
        "customers up to the peak": (profit > 0).mean(),
    }
    for days in (30, 91, 365, 1096):
        out[f"best fifth, {days} days"] = top_fifth(sales[sales["booked_at"] > end - pd.Timedelta(days=days)])
    mail = entries[entries["what"] == "mailing"].groupby("customer_id")["eur"].sum()
    mail = -mail.reindex(profit.index, fill_value=0.0)
    spent = sales.groupby("customer_id")["eur"].sum()
    out |= {
        "mailings per customer with a loss": mail[profit < 0].mean(),
        "mailings per customer with a profit": mail[profit > 0].mean(),
        "sales per customer, profit over loss": spent[profit > 0].mean() / spent[profit < 0].mean(),
    }
    needs = sales.groupby("customer_id")["line"].nunique()
    out |= {
        "customers with one line only": (needs == 1).mean(),
        "year after, Lumen door": by_door[LUMEN],
        "year after, other doors": after[door != LUMEN].mean(),
        "year after, next best door": by_door.drop(LUMEN).iloc[0],
        "Lumen's rank among doors": float(by_door.index.get_loc(LUMEN) + 1),
        "year after, look-alikes": _look_alikes(company, first, after),
    }
    early = entries[entries["booked_at"] <= end - YEAR]
    loss, later = -early.loc[early["line"] == LUMEN, "eur"].sum(), after[door == LUMEN].sum()
    out |= {"Lumen door, customers": float((door == LUMEN).sum()), "break-even share": loss / later}
    out |= _brio(company, entries) | _price_trial(company) | _claims(company, entries, first)
    if truth is not None:
        brought = truth["truth_customers"].set_index("customer_id")["came_for_first_line"]
        gone = brought.index[brought & (first["first_line"].reindex(brought.index) == LUMEN)]
        theirs = entries[entries["customer_id"].isin(gone) & (entries["line"] != LUMEN)]
        out["truth: share of Lumen customers that lamps brought"] = len(gone) / (first["first_line"] == LUMEN).sum()
        out["truth: closing loses, per euro that it saves"] = (
            theirs["eur"].sum() / -lines.loc[LUMEN, "margin"]
        )
    return out


def _look_alikes(company, first, after):
    """Mean of the others in each Lumen customer's cell: same channel, quarter and size of first order."""
    channel = company["customers"].set_index("customer_id")["acquisition_channel"].astype(str)
    size = pd.qcut(first["first_paid_eur"], 3, labels=["small", "middle", "large"]).astype(str)
    quarter = first["first_at"].dt.strftime("%Y-") + first["first_at"].dt.quarter.astype(str)
    cell = (channel.reindex(first.index) + quarter + size).reindex(after.index)
    lumen = first["first_line"].reindex(after.index) == LUMEN
    return float(cell[lumen].map(after[~lumen].groupby(cell[~lumen]).mean()).mean())


def _brio(company, entries):
    """Brio's margin by half-year as share of its sales, and its rivals' prices at the end."""
    brio = entries[entries["line"] == BRIO]
    half = brio["booked_at"].dt.year + 0.5 * (brio["booked_at"].dt.month > 6)
    share = (
        brio.groupby(half)["eur"].sum() / brio[brio["what"] == "sale"].groupby(half)["eur"].sum()
    ).sort_index()
    share = share[brio.groupby(half).size() > 100]  # the last midnight may open a half-year of its own
    rivals = company["rival_prices"]
    rivals = rivals[rivals["line"] == BRIO].sort_values("month_on")["price_index"]
    falls = (share.diff().dropna() < 0).sum()
    return {
        "Brio's margin, first half-year": share.iloc[0],
        "Brio's margin, last half-year": share.iloc[-1],
        "half-years in which Brio's margin falls (of 5)": float(falls),
        "rivals' prices at the end": float(rivals.iloc[-1]),
    }


def _price_trial(company):
    """Take-up and profit per customer asked, by arm; take-up by what customers say."""
    trial = company["trials"]
    trial = trial[trial["trial_id"].astype(str) == "brio_kettle"]
    trial = trial.assign(gain=trial["bought"] * (trial["price_eur"] - trial["unit_cost_eur"]))
    arms = trial.groupby(trial["arm"].astype(str))
    out = {f"take-up, {arm}": value for arm, value in arms["bought"].mean().items()}
    out |= {f"profit per customer asked, {arm}": value for arm, value in arms["gain"].mean().items()}
    price_led = trial["answer"].astype(str) == "price"
    for word, rows in (("price", trial[price_led]), ("others", trial[~price_led])):
        take_up = rows.groupby(rows["arm"].astype(str))["bought"].mean()
        out[f"rise of take-up at 20 % off, {word}"] = take_up["minus_20"] - take_up["list"]
    return out


def _claims(company, entries, first):
    """How often ten times the first purchase holds, and two ratios of winning to keeping."""
    sales = entries[entries["what"] == "sale"]
    old = first[first["first_at"] <= entries["booked_at"].max() - 2 * YEAR]
    times = sales.groupby("customer_id")["eur"].sum().reindex(old.index) / old["first_paid_eur"]
    orders, touches = company["orders"], company["touches"]
    win = company["acquisition_spend"]["spend_eur"].sum() / len(first)
    catalogues = touches.loc[touches["channel"].astype(str) == "mail", "cost_eur"]
    more = orders.groupby("customer_id").size().sub(1).sum()
    return {
        "ten times the first purchase": (times >= 10).mean(),
        "times the first purchase, median": times.median(),
        "to win one customer": win,
        "to win / to write to one for a year": win / (12 * catalogues.mean()),
        "to win / one further order by catalogue": win / (catalogues.sum() / more),
    }


# ------------------------------------------------------------------------------- sentences of the lesson


def rises(values):
    return all(before < after for before, after in pairwise(values))


#: A sentence of the lesson -> whether the facts of a company bear it out.
SENTENCES = {
    "have lost money for three years. Five other lines pay for them": lambda f: (
        f["lines that lose money"] == 1 and f["Lumen's margin, share of its sales"] < 0
    ),
    "refunds eat a good part of what Linen sells": lambda f: (
        f["Linen's refunds, share of its sales"] > 0.07
        and f["Linen's refunds, share of its sales"] > 1.3 * f["refunds of the next line, share"]
    ),
    "the profits should add up to far less than the margins": lambda f: (
        f["costs that no line carries, share of line margin"] > 0.4
    ),
    "The first share should be above 1, the second near the middle between 0 and 1": lambda f: (
        f["whale peak, share of profit"] > 1.15 and 0.4 < f["customers up to the peak"] < 0.6
    ),
    "The second group buys about five times as much": lambda f: (
        4 < f["sales per customer, profit over loss"] < 6.5
    ),
    "for the catalogue, all are alike": lambda f: (
        0.85 < f["mailings per customer with a loss"] / f["mailings per customer with a profit"] < 1.15
    ),
    "The longer you look, the larger the share": lambda f: (
        f["best fifth, 30 days"]
        < f["best fifth, 91 days"]
        < f["best fifth, 365 days"]
        < f["best fifth, 1096 days"]
    ),
    "Lumen should be at the top or next to it, although it is a small line": lambda f: (
        f["Lumen's rank among doors"] <= 2
        and f["year after, Lumen door"] > 1.2 * f["year after, other doors"]
        and f["Lumen's share of sales"] < 0.12
    ),
    "Part of the gap was not about lamps": lambda f: (
        f["year after, other doors"] < f["year after, look-alikes"] < f["year after, Lumen door"]
    ),
    "A share well below one half": lambda f: 0 < f["break-even share"] < 0.45,
    "If it happens here, two rows of numbers should show it": lambda f: (
        f["Brio's margin, last half-year"] < f["Brio's margin, first half-year"] - 0.05
        and f["rivals' prices at the end"] < 90
    ),
    "Take-up should rise as the price falls, and profit per customer should be lowest": lambda f: (
        rises([f["take-up, list"], f["take-up, minus_10"], f["take-up, minus_20"]])
        and f["profit per customer asked, minus_20"]
        < min(f["profit per customer asked, list"], f["profit per customer asked, minus_10"])
    ),
    "Those who say that price matters most react strongly. The others hardly do": lambda f: (
        f["rise of take-up at 20 % off, price"] > 0.15
        and f["rise of take-up at 20 % off, others"] < 0.6 * f["rise of take-up at 20 % off, price"]
    ),
    "two ratios, and neither is near five": lambda f: (
        f["to win / to write to one for a year"] < 3 and f["to win / one further order by catalogue"] < 3.5
    ),
}
