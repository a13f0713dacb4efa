"""Lesson 01 on any company: its numbers, and which of its sentences they bear out.

`facts` are the numbers of which the teaching note prints the ranges over companies. Each sentence of the
lesson that could fail stands in `SENTENCES` with the condition under which it is true; tests try them on
companies that the author has never seen.
"""

from itertools import pairwise
from math import lgamma

import numpy as np
import pandas as pd
import reference

YEAR = pd.Timedelta(days=365)
LUMEN, LINEN, BRIO, HEARTH = "Lumen", "Linen", "Brio", "Hearth"


def line_margins(company):
    """Per line, euros: revenue, refunds, goods, handling, margin."""
    table = reference.line_pnl_of(company)
    return table.set_axis(["revenue", "refunds", "goods", "handling", "margin"], axis=1)


def year_after(entries, first):
    """Per customer seen for a full year: profit in the 365 days after the first order."""
    full = first[first["first_at"] <= entries["booked_at"].max() - YEAR]
    alone = first.assign(first_line=first.index)
    return reference.later_profit(entries, alone).reindex(full.index).fillna(0.0)


def top_fifth(sales, people=None):
    """Share of sales that comes from the best fifth of the buyers; of so many people, if their number is given."""
    best = sales.groupby("customer_id")["eur"].sum().sort_values(ascending=False)
    return best.head((people or len(best)) // 5).sum() / best.sum()


def facts(company, truth=None):
    """The lesson's numbers on one company. Shares are parts of 1, money in euros.

    `company` and `truth` are mappings from a table's name to its frame; without truth its rows are left out.
    """
    lines = line_margins(company)
    entries = reference.ledger_of(company)
    profit = entries.groupby("customer_id")["eur"].sum()
    sales, end = entries[entries["what"] == "sale"], entries["booked_at"].max()
    ever = reference.first_orders(entries)
    first = ever[ever["first_at"] >= reference.opens(entries)]
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
        window = sales[sales["booked_at"] > end - pd.Timedelta(days=days)]
        out[f"best fifth, {days} days"] = top_fifth(window)
        out[f"best fifth of all customers, {days} days"] = top_fifth(window, len(company["customers"]))
    mail = entries[entries["what"] == "mailing"].groupby("customer_id")["eur"].sum()
    mail = -mail.reindex(profit.index, fill_value=0.0)
    spent = sales.groupby("customer_id")["eur"].sum()
    out |= {
        "mailings per customer with a loss": mail[profit < 0].mean(),
        "mailings per customer with a profit": mail[profit > 0].mean(),
        "sales per customer, profit over loss": spent[profit > 0].mean() / spent[profit < 0].mean(),
    }
    out |= {
        "year after, Lumen door": by_door[LUMEN],
        "year after, other doors": after[door != LUMEN].mean(),
        "year after, next best door": by_door.drop(LUMEN).iloc[0],
        "Lumen's rank among doors": float(by_door.index.get_loc(LUMEN) + 1),
        "year after, look-alikes": _look_alikes(company, first, after),
    }
    out |= _who_loses(company, profit, entries, ever) | _first_months(ever)
    out |= _closing(company, entries, ever, first)
    out |= _brio(company, entries) | _price_trial(company) | _claims(entries, first)
    return out if truth is None else out | _truth(company, entries, ever, first, truth)


def _who_loses(company, profit, entries, ever):
    """Customers at a loss with the cost of winning them counted, and what becomes of first-year losses."""
    spent = company["acquisition_spend"].groupby("channel", observed=True)["spend_eur"].sum()
    came_by = company["customers"].set_index("customer_id")["acquisition_channel"].astype(str)
    won = came_by.map(spent / came_by.value_counts()).reindex(profit.index)
    long = ever[ever["first_at"] <= entries["booked_at"].max() - 2 * YEAR]
    rows = entries.join(long["first_at"], on="customer_id", how="inner")
    year = (rows["booked_at"] - rows["first_at"]).dt.days // 365
    years = rows.groupby(["customer_id", year])["eur"].sum().unstack(fill_value=0.0)
    lost = years[years[0] < 0]
    theirs = rows[(rows["what"] == "mailing") & rows["customer_id"].isin(lost.index)]
    mailed = theirs.groupby(year)["eur"].sum() / len(lost)
    return {
        "customers who cost money, winning counted": (profit < won).mean(),
        "first-year losers, first year": lost[0].mean(),
        "first-year losers, second year": lost[1].mean(),
        "first-year losers, share of the change that is mailings": (mailed[1] - mailed[0])
        / (lost[1] - lost[0]).mean(),
        "first-year losers who make a profit in the second": (lost[1] > 0).mean(),
    }


def _first_months(ever):
    """First orders in the books in the first month, and in each of the first six, beside the middle of later months."""
    months = ever["first_at"].dt.strftime("%Y-%m").value_counts().sort_index()
    usual = months.iloc[12:].median()
    return {
        "first orders, first month over a usual one": months.iloc[0] / usual,
        "first orders, a month of the first half-year over a usual one": months.iloc[:6].mean() / usual,
    }


def newcomers(entries, first):
    """Lumen-first customers seen for a year: what of each is at stake, what closing saves meanwhile, and the line's loss.

    At stake is profit in the year after the first order, besides what closing removes in any case.
    """
    since, until = reference.opens(entries), entries["booked_at"].max() - YEAR
    mine = first[(first["first_line"] == LUMEN) & first["first_at"].between(since, until)]
    profit = reference.left_within(reference.without(entries, LUMEN), mine, 365)
    lamps = entries.loc[entries["booked_at"].between(since, until) & (entries["line"] == LUMEN), "eur"]
    return profit, reference.saved_by_closing(entries, LUMEN, since, until), -lamps.sum()


def _closing(company, entries, ever, first):
    """What closing Lumen saves, what its customers bring in over one year and two, and how sure that is."""
    lamps = entries["line"] == LUMEN
    booked = entries["booked_at"]
    all_months = reference.saved_by_closing(entries, LUMEN, booked.min(), booked.max())
    rest = reference.without(entries, LUMEN)
    theirs, saved, loss = newcomers(entries, first)
    second, seen = reference.second_year(rest, ever)
    means = np.random.default_rng(1).choice(theirs.to_numpy(), (1_000, len(theirs))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    mixed = rest["order_id"].isin(entries.loc[lamps, "order_id"])
    mixed &= booked[rest.index].between(reference.opens(entries), booked.max() - YEAR)
    beside = rest[mixed & rest["order_id"].isin(first.loc[theirs.index, "first_order_id"])]
    fees, mailed = _left_out(company, entries, first.loc[theirs.index])
    long = reference.later_years(second)
    own, few = reference.second_year(rest, first[first["first_line"] == LUMEN])
    stake = theirs.sum() * long
    per_week = (first["first_line"] == LUMEN).sum() / ((booked.max() - reference.opens(entries)).days / 7)
    longer = reference.with_goodwill(company, entries)
    too, saved_too, _ = newcomers(longer, first)
    out = {
        "closing saves, over the line's own loss, 36 months": all_months / -entries.loc[lamps, "eur"].sum(),
        "closing saves, over the line's own loss, one year": saved / loss,
        "closing saves, share of lamp sales": all_months
        / entries.loc[lamps & (entries["what"] == "sale"), "eur"].sum(),
        "beside lamps in orders with lamps, over what closing saves": rest.loc[mixed, "eur"].sum() / saved,
        "Lumen door, what lay beside the lamps in a first order": beside["eur"].sum() / len(theirs),
        "break-even share, all years, catalogues end": (saved + mailed) / stake,
        "break-even share, all years, with both": saved_too / ((too.sum() + fees) * long),
        "break-even share, all years, as Lumen's own fade": saved
        / (theirs.sum() * reference.later_years(own)),
        "Lumen door, customers seen for one year": float(len(theirs)),
        "Lumen door, one year": theirs.mean(),
        "Lumen door, one year, lower end": low,
        "Lumen door, one year, upper end": high,
        "the second year, over the first": second,
        "customers seen for two years": float(seen),
        "the second year, over the first, Lumen door": own,
        "Lumen door, customers seen for two years": float(few),
        "all later years, in first years": long,
        "Lumen door, share of the best ten": theirs.nlargest(10).sum() / theirs.sum(),
        "Lumen door, the customer in the middle": theirs.median(),
        "Lumen-first customers in a week": per_week,
        "first orders in a week": len(first) / ((booked.max() - reference.opens(entries)).days / 7),
    }
    even = min(saved / stake, 0.95)
    for word, weeks in (("eight weeks", 8), ("a year", 52), ("three years", 156)):
        for share in (0.3, 0.5, 0.7, 0.9, 1.0):
            told = test_tells(weeks * per_week / 2, even, share)
            out[f"{word} of testing tell {100 * share:.0f} of 100 from break-even"] = told
    for word, times in (("one year", 1.0), ("two years", 1.0 + second), ("all years", long)):
        out |= {
            f"break-even share, {word}": saved / theirs.sum() / times,
            f"break-even share, {word}, lower end": saved / len(theirs) / high / times,
            f"break-even share, {word}, upper end": saved / len(theirs) / max(low, 1.0) / times,
        }
    return out


def test_tells(expected, even, share):
    """How likely a test with `expected` lamp customers on its full side tells a share who stay away from break-even.

    Worked out from all counts that two Poisson draws can give; the lesson draws ten thousand tests instead.
    """
    most = int(expected + 8 * np.sqrt(expected) + 10)
    come = np.arange(most)
    logs = np.array([lgamma(many + 1) for many in come])

    def chances(mean):
        return np.exp(come * np.log(max(mean, 1e-300)) - mean - logs)

    full, empty = come[:, None], come[None, :]
    gap = empty - full * (1 - even)
    seen = np.abs(gap) > 1.96 * np.sqrt(empty + full * (1 - even) ** 2)
    return float(chances(expected) @ seen @ chances(expected * (1 - share)))


def _left_out(company, entries, mine):
    """Club fees of customers in the year after their first order, and what Lumen's catalogues cost, in euros."""
    campaigns, touches = company["campaigns"], company["touches"]
    own = touches["campaign_id"].isin(campaigns.loc[campaigns["line"] == LUMEN, "campaign_id"])
    own &= touches["touched_at"].between(reference.opens(entries), entries["booked_at"].max() - YEAR)
    return reference.club_fees(company, mine).sum(), touches.loc[own, "cost_eur"].sum()


def _truth(company, entries, ever, first, truth):
    """Who would have stayed away without lamps, and what closing would have cost by them.

    Who came before the books was won then, and stays: closing could not lose her.
    """
    known = truth["truth_customers"].set_index("customer_id").reindex(ever.index)
    new = ~known["came_before"].astype(bool)
    brought = known["came_for_first_line"].astype(bool) & new
    theirs, saved, _ = newcomers(entries, first)
    lumen = first.index[first["first_line"] == LUMEN]
    rest = reference.without(entries, LUMEN)
    own, _ = reference.second_year(rest, ever[new & (ever["first_line"] == LUMEN)])
    loses = theirs[brought[theirs.index]].sum() / saved
    longer = reference.with_goodwill(company, entries)
    too, saved_too, _ = newcomers(longer, first)
    counted = too + reference.club_fees(company, first.loc[too.index])
    too = counted[brought[too.index]]
    people = known.loc[counted.index[new[counted.index]]]
    return {
        "truth: break-even share, all years and costs": saved_too
        / (counted[people.index].sum() * reference.all_years(people)),
        "truth: all later years, in first years": reference.all_years(people),
        "truth: share of Lumen customers that lamps brought": brought[lumen].mean(),
        "truth: share of the Lumen door that came before the books": 1 - new[theirs.index].mean(),
        "truth: the second year, over the first, Lumen's newcomers": own,
        "truth: closing loses, per euro that it saves, one year": loses,
        "truth: closing loses, per euro that it saves, two years": loses * (1 + own),
        "truth: closing loses, per euro that it saves, all years and costs": too.sum()
        * reference.all_years(known.loc[too.index])
        / saved_too,
    }


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
    share, other = _margin_by_half_year(entries, BRIO), _margin_by_half_year(entries, HEARTH)
    rivals = company["rival_prices"]
    rivals = rivals[rivals["line"] == BRIO].sort_values("month_on")["price_index"]
    falls = (share.diff().dropna() < 0).sum()
    return {
        "Brio's margin, first half-year": share.iloc[0],
        "Brio's margin, last half-year": share.iloc[-1],
        "half-years in which Brio's margin falls (of 5)": float(falls),
        "Hearth's margin, last half-year less first": other.iloc[-1] - other.iloc[0],
        "rivals' prices at the end": float(rivals.iloc[-1]),
    }


def _margin_by_half_year(entries, line):
    mine = entries[entries["line"] == line]
    half = mine["booked_at"].dt.year + 0.5 * (mine["booked_at"].dt.month > 6)
    sales = mine[mine["what"] == "sale"].groupby(half)["eur"].sum()
    share = (mine.groupby(half)["eur"].sum() / sales).sort_index()
    return share[mine.groupby(half).size() > 100]  # the last midnight may open a half-year of its own


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
        gain = rows.groupby(rows["arm"].astype(str))["gain"].mean()
        out |= {f"profit per customer asked, {word}, {arm}": value for arm, value in gain.items()}
    for word, rows in (("price", trial[price_led]), ("others", trial[~price_led])):
        take_up = rows.groupby(rows["arm"].astype(str))["bought"].mean()
        out[f"rise of take-up at 20 % off, {word}"] = take_up["minus_20"] - take_up["list"]
    return out


def _claims(entries, first):
    """How often ten times the first purchase holds."""
    sales = entries[entries["what"] == "sale"]
    old = first[first["first_at"] <= entries["booked_at"].max() - 2 * YEAR]
    times = sales.groupby("customer_id")["eur"].sum().reindex(old.index) / old["first_paid_eur"]
    return {
        "ten times the first purchase": (times >= 10).mean(),
        "times the first purchase, median": times.median(),
    }


# ------------------------------------------------------------------------------- sentences of the lesson


def rises(values):
    return all(before < after for before, after in pairwise(values))


#: A sentence of the lesson -> whether the facts of a company bear it out.
SENTENCES = {
    "have lost money for three years. Five other lines pay for them": lambda f: (
        f["lines that lose money"] == 1 and f["Lumen's margin, share of its sales"] < 0
    ),
    "refunds eat up a good part of Linen's sales": lambda f: (
        f["Linen's refunds, share of its sales"] > 0.07
        and f["Linen's refunds, share of its sales"] > 1.3 * f["refunds of the next line, share"]
    ),
    "the profits should add up to far less than the margins": lambda f: (
        f["costs that no line carries, share of line margin"] > 0.4
    ),
    "The first share should be above 1, the second near 0.5": lambda f: (
        f["whale peak, share of profit"] > 1.15 and 0.4 < f["customers up to the peak"] < 0.6
    ),
    "More than half of the lines' margin goes on costs that no line carries. And half of the customers": lambda f: (
        0.45 < f["customers who cost money"] < 0.58
        and 0.5 < f["costs that no line carries, share of line margin"] < 0.7
    ),
    "The second group buys five to six times as much": lambda f: (
        4.5 < f["sales per customer, profit over loss"] < 6.5
    ),
    "the catalogue treats them nearly alike": lambda f: (
        0.85 < f["mailings per customer with a loss"] / f["mailings per customer with a profit"] < 1.15
    ),
    "The loss fades, mostly because the catalogue stops coming": lambda f: (
        0.5 < f["first-year losers, share of the change that is mailings"] < 1
    ),
    "But few of them become profitable. So waiting ends most of the loss, and wins none of it back": lambda f: (
        f["first-year losers who make a profit in the second"] < 0.2
        and f["first-year losers, first year"] < 2 * f["first-year losers, second year"] < 0
    ),
    "The first months hold far too many": lambda f: (
        f["first orders, first month over a usual one"] > 2
        and f["first orders, a month of the first half-year over a usual one"] > 1.3
    ),
    "Among those who bought in the window the share grows": lambda f: rises(
        [f[f"best fifth, {days} days"] for days in (30, 91, 365, 1096)]
    ),
    "Among all customers it falls": lambda f: rises(
        # over 30 days fewer than a fifth have bought at all
        [f[f"best fifth of all customers, {days} days"] for days in (1096, 365, 91)]
    ),
    "(To credit Lumen with its lead over the other doors is the same trap, only smaller.)": lambda f: (
        f["Lumen's rank among doors"] <= 2
        and f["year after, Lumen door"] > 1.2 * f["year after, other doors"]
        and f["Lumen's share of sales"] < 0.12
    ),
    "Channel, time and size account for part of the gap": lambda f: (
        f["year after, other doors"] < f["year after, look-alikes"] < f["year after, Lumen door"]
    ),
    "In each window, closing should save more than the line's own loss": lambda f: all(
        1.5 < f[f"closing saves, over the line's own loss, {window}"] < 2.7
        for window in ("36 months", "one year")
    ),
    "each later year lowers the share. So one or two years can speak for keeping, never for closing": lambda f: (
        f["break-even share, all years"] < f["break-even share, two years"] < f["break-even share, one year"]
    ),
    "were seen that long: {own:.2f}, and luck could make it far more or less": lambda f: (
        f["Lumen door, customers seen for two years"] < 200
    ),
    "Two years bring in more than one, so break-even comes down": lambda f: (
        0.6 < f["the second year, over the first"] < 1.3
    ),
    "Each range is wide": lambda f: (
        f["break-even share, one year, upper end"] > 1.4 * f["break-even share, one year, lower end"]
    ),
    "If two or three of those ten had gone elsewhere": lambda f: f["Lumen door, share of the best ten"] > 0.3,
    "what you count can more than double break-even": lambda f: (
        f["break-even share, all years, catalogues end"] > 2 * f["break-even share, all years"]
    ),
    "Eight weeks tell *all* from break-even. They seldom tell half. For that you need a year or more": lambda f: (
        f["eight weeks of testing tell 100 of 100 from break-even"] > 0.95
        and f["eight weeks of testing tell 50 of 100 from break-even"] < 0.4
        and f["a year of testing tell 50 of 100 from break-even"] < 0.97
        and f["three years of testing tell 50 of 100 from break-even"] > 0.75
    ),
    "chance alone moves the gap by more than all who come for a lamp": lambda f: (
        np.sqrt(2 * 4 * f["first orders in a week"]) > 4 * f["Lumen-first customers in a week"]
    ),
    "its margin should fall with its rivals' prices": lambda f: (
        f["Brio's margin, last half-year"] < f["Brio's margin, first half-year"] - 0.05
        and f["rivals' prices at the end"] < 90
        and abs(f["Hearth's margin, last half-year less first"]) < 0.04
    ),
    "Take-up should rise as the price falls, and profit per customer should be lowest": lambda f: (
        rises([f["take-up, list"], f["take-up, minus_10"], f["take-up, minus_20"]])
        and f["profit per customer asked, minus_20"]
        < min(f["profit per customer asked, list"], f["profit per customer asked, minus_10"])
    ),
    "Among those who say that price matters most, 10 % off pays for itself or better": lambda f: (
        f["profit per customer asked, price, minus_10"] > 0.93 * f["profit per customer asked, price, list"]
        and f["rise of take-up at 20 % off, price"] > 0.15
    ),
    "Among everybody else, each cut costs money": lambda f: (
        f["profit per customer asked, others, list"]
        > f["profit per customer asked, others, minus_10"]
        > f["profit per customer asked, others, minus_20"]
    ),
}
