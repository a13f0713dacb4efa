"""Lesson 02 on any company: its numbers, and which of its sentences they bear out.

`facts` are the numbers of which the teaching note prints the ranges over companies. Each sentence of the
lesson that could fail stands in `SENTENCES` with the condition under which it is true; tests try them on
companies that the author has never seen.
"""

import numpy as np
import pandas as pd
import reference

#: April to September of each year in the books, in days since they began.
EARLY, MIDDLE, LATE = (91, 274), (456, 639), (822, 1005)
YEARS = {"last": "last year", "before": "year before"}


def facts(company, truth=None):
    """The lesson's numbers on one company. Shares are parts of 1, money in euros.

    `company` and `truth` are mappings from a table's name to its frame; without truth its rows are left out.
    """
    orders = reference.orders_of(company)
    ago = reference.days_ago(orders)
    tree = reference.revenue_tree(orders)
    grew = tree.loc["last"] / tree.loc["before"] - 1
    kinds = reference.gain_loss(orders)
    before, last = set(orders[ago.between(365, 729)]["customer_id"]), set(orders[ago < 365]["customer_id"])
    both = reference.like_for_like(orders)
    out = {
        "revenue of the year before, euros": tree.loc["before", "revenue_eur"],
        "revenue of the last year, euros": tree.loc["last", "revenue_eur"],
        **{f"change of {name.removesuffix('_eur').replace('_', ' ')}": value for name, value in grew.items()},
        **{f"{name}, euros": kinds[name] for name in ("new", "back", "more", "less", "lost")},
        "change without newcomers, euros": kinds.sum() - kinds["new"],
        "ordered in the year before, and again": len(before & last) / len(before),
        **_pairs(orders),
        "there before both years, customers": float(len(both)),
        "of them, change of how many were active": (both["last"] > 0).sum() / (both["before"] > 0).sum() - 1,
        "of them, change of euros for each active": both["last"].sum() / (both["last"] > 0).sum()
        / (both["before"].sum() / (both["before"] > 0).sum()) - 1,
        **_ranged("like for like, change", both, lambda sums: sums["last"] / sums["before"] - 1),
        **_brought(orders),
        **_next_year(orders),
    }
    out |= _cohorts(orders) | _orders(orders) | _lines(orders) | _again(orders)
    return out if truth is None else out | _truth(orders, truth)


def _ranged(name, parts, number):
    """A number made of sums, with the ends of its likely range (customers resampled)."""
    times = np.random.default_rng(1).multinomial(len(parts), np.full(len(parts), 1 / len(parts)), 1000)
    crowds = pd.DataFrame(times @ parts.to_numpy(float), columns=parts.columns)
    low, high = number(crowds).quantile([0.025, 0.975])
    seen = number(parts.sum())
    return {name: float(seen), f"{name}, lower end": float(low), f"{name}, upper end": float(high)}


def _pairs(orders):
    """Of a year's customers, the share who ordered again in the next: both pairs of years, and the change."""
    year = reference.days_ago(orders) // 365
    out = {}
    for pair, one in (("first to second", 2), ("second to last", 1)):
        mine = orders[year == one]["customer_id"].drop_duplicates()
        out[f"ordered again, {pair} year"] = mine.isin(orders[year == one - 1]["customer_id"]).mean()
    seen = orders.groupby(["customer_id", year]).size().unstack(fill_value=0) > 0
    parts = pd.DataFrame({"n2": seen[2], "a2": seen[2] & seen[1], "n1": seen[1], "a1": seen[1] & seen[0]})
    return out | _ranged("ordered again, change", parts, lambda sums: sums["a1"] / sums["n1"] - sums["a2"] / sums["n2"])


def _brought(orders):
    """What those who came in a year and those who stayed spent in it, in each of two years; and who ordered in both.

    Came: nothing in the 365 days before that year, in both years alike.
    """
    table = reference.came_and_stayed(orders)
    both = reference.like_for_like(orders)
    stay = both[(both > 0).all(axis=1)]
    out = {}
    for year, name in YEARS.items():
        for kind in ("came", "stayed"):
            out[f"{kind} in the {name}, customers"] = table.loc[kind, f"customers, {year}"]
            out[f"{kind} in the {name}, euros"] = table.loc[kind, year]
    change = table["last"] - table["before"]
    customers = [float(orders[reference.days_ago(orders) // 365 == k]["customer_id"].nunique()) for k in (2, 1)]
    return out | {
        "part of the rise that those who came brought": change["came"] / change.sum(),
        "customers of the year before, over those of the first year": customers[1] / customers[0],
        "ordered in both years, of those there before": float(len(stay)),
        **_ranged("ordered in both years, change for each", stay, lambda sums: sums["last"] / sums["before"] - 1),
    }


def _next_year(orders):
    """What a year's customers spent in the next for every 100 euros: twice, and the difference."""
    pairs = reference.next_year(orders)
    sums = pairs.sum()
    return {
        "spent in the next year for every 100 euros, then": 100 * sums["next_then"] / sums["then"],
        "spent in the next year for every 100 euros, now": 100 * sums["next_now"] / sums["now"],
        **_ranged("spent in the next year, difference", pairs, reference.kept_more),
    }


def _cohorts(orders):
    """Newcomers by quarter, and who comes back within a quarter."""
    table, known = reference.cohort_table(orders), reference.cohorts_known(orders)
    out = {
        "first orders, quarter 0 over quarter 1": known["size"][0] / known["size"][1],
        "active in the first quarter, cohorts 1 to 3": table.loc[1:3, "q1"].mean(),
        "active in the first quarter, cohorts 6 to 8": table.loc[6:8, "q1"].mean(),
        "active in the fourth quarter, cohorts 1 to 3": table.loc[1:3, "q4"].mean(),
        "active in the fourth quarter, cohorts 6 to 8": table.loc[6:8, "q4"].mean(),
    }
    for word, span in (("early", EARLY), ("middle", MIDDLE), ("late", LATE)):
        back = reference.came_back(orders, *span)
        parts = pd.DataFrame({"n": 1.0, "back": back})
        out[f"{word} newcomers"] = float(len(back))
        out |= _ranged(f"{word} newcomers back within 91 days", parts, lambda sums: sums["back"] / sums["n"])
    for years, (word, span) in enumerate((("middle", MIDDLE), ("late", LATE)), start=1):
        cut = orders["ordered_at"].min() + pd.Timedelta(days=365 * years)
        again = reference.came_back(orders[orders["ordered_at"] >= cut], *(day - 365 * years for day in span))
        out[f"{word} newcomers, had the books begun a year before"] = float(len(again))
        out[f"{word} newcomers back, had the books begun a year before"] = again.mean()
    return out


def _orders(orders):
    """From one order to the next, and what orders are worth by their number."""
    own = reference.numbered(orders)
    gap = (own.groupby("customer_id")["ordered_at"].shift(-1) - own["ordered_at"]).dt.days
    seen = own["ordered_at"] <= own["ordered_at"].max() - pd.Timedelta(days=182)
    soon = (gap < 182)[seen].groupby(own["number"][seen]).mean()
    trend = reference.own_trend(orders)
    wide = own[own["number"].isin([1, 6])].pivot(index="customer_id", columns="number", values="eur").dropna()
    first = own.groupby("customer_id")["ordered_at"].min()
    late = wide[first.reindex(wide.index) >= own["ordered_at"].min() + pd.Timedelta(days=182)]
    return {
        "reached six, first seen in the first 91 days": (
            first.reindex(wide.index) < own["ordered_at"].min() + pd.Timedelta(days=91)
        ).mean(),
        "reached six orders, first seen after 182 days": float(len(late)),
        "sixth order over the first, first seen after 182 days": late[6].sum() / late[1].sum(),
        "order again within 182 days, after the first": soon[1],
        "order again within 182 days, after the fifth": soon[5],
        "first order, euros": trend.loc[1, "pooled"],
        "sixth order, euros": trend.loc[6, "pooled"],
        "first order of those who reached six, euros": trend.loc[1, "within"],
        "reached six orders, customers": float(len(wide)),
        **_ranged("sixth order over the first", wide.set_axis(["a", "b"], axis=1), lambda sums: sums["b"] / sums["a"]),
    }


def _lines(orders):
    """The lines beside what their size predicts."""
    table, M, K, S = reference.fitted(orders)
    theory = reference.dirichlet(table["share"], M, K, S)
    over = table["per_buyer"] / theory["per_buyer"]
    last = orders[reference.days_ago(orders) < 365]
    terra = (last["line"] == "Terra").groupby(last["customer_id"]).agg(["sum", "max"]).astype(float)
    size = theory.loc["Terra", "per_buyer"]
    large, by_size, seen = table["buyers"].idxmax(), theory["per_buyer"], table["per_buyer"]
    return {
        "part of Lumen's gap to the largest line that size predicts": (by_size[large] - by_size["Lumen"])
        / (seen[large] - seen["Lumen"]),
        "the three largest lines, farthest from their size": (over[table["buyers"].nlargest(3).index] - 1).abs().max(),
        "M": M,
        "K": K,
        "S": S,
        **{f"{line}, over its size": over[line] for line in over.index},
        "Terra's penetration over its size": table.loc["Terra", "penetration"] / theory.loc["Terra", "penetration"],
        "Terra's buyers": float(table.loc["Terra", "buyers"]),
        "Terra is among the three smallest": float("Terra" in table["buyers"].nsmallest(3).index),
        "Lumen's buyers, over those of the largest line": table.loc["Lumen", "buyers"] / table["buyers"].max(),
        "Lumen's orders per buyer, over those of the largest line": seen["Lumen"] / seen[large],
        **_ranged("Terra over its size", terra, lambda sums: sums["sum"] / sums["max"] / size),
    }


def _again(orders):
    """Who buys in the last 90 days, of three kinds."""
    table = reference.buys_again(orders)
    shares = table["share"]
    out = {f"buy again in 90 days, {kind}": shares[kind] for kind in shares.index}
    out |= {f"customers, {kind}": float(n) for kind, n in table["n"].items()}
    return out | {"buy again, best over gone": shares["best"] / shares["gone"]}


def _truth(orders, truth):
    """Who is really still there, and what the base is worth, now and a year ago."""
    people = truth["truth_customers"].set_index("customer_id")
    end = orders["ordered_at"].max()
    ago = reference.days_ago(orders)
    left = pd.to_datetime(people["left_at"], utc=True)
    there = left.isna() | (left > end)
    worth = truth["truth_months"].sort_values("month_on")["equity_eur"]
    first = orders.groupby("customer_id")["ordered_at"].min()
    known = first.index[first <= end - pd.Timedelta(days=365)]
    now = people["expected_lifetime_spend_eur"]
    old = people["came_before"].astype(bool)
    placed = reference.with_age(orders).drop_duplicates("customer_id").set_index("customer_id")["cohort"]
    early, middle, late = (reference.came_back(orders, *span) for span in (EARLY, MIDDLE, LATE))
    channels = truth["truth_acquisition"]
    return {
        "truth: still there, of all customers in the books": there.mean(),
        "truth: still there, of those who ordered in the last year": there[list(set(orders[ago < 365]["customer_id"]))].mean(),
        "truth: came before the books, of cohort 0": old[placed.index[placed == 0]].mean(),
        "truth: came before the books, of cohort 1": old[placed.index[placed == 1]].mean(),
        "truth: early newcomers back, old customers left out": early[~old[early.index]].mean(),
        "truth: middle newcomers back, old customers left out": middle[~old[middle.index]].mean(),
        "truth: late newcomers back, old customers left out": late[~old[late.index]].mean(),
        "truth: worth of the base, now over a year ago": worth.iloc[-1] / worth.iloc[-13],
        "truth: worth of those of a year ago, now over then": now[known].sum() / worth.iloc[-13],
        "truth: margin of a newcomer over the cost of the next, lowest channel": float(
            (channels["margin_in_horizon_eur"] / channels["next_cost_eur"]).min()
        ),
    }


#: A sentence of the lesson -> whether the facts of a company bear it out. What may come out either way is printed
#: by the notebook itself, with its range.
SENTENCES = {
    "more people bought, but each bought about as much as before": lambda f: (
        f["change of customers"] > 0.1
        and all(abs(f[f"change of {name}"]) < 0.08 for name in ("orders per customer", "items per order", "eur per item"))
    ),
    "those who came brought about as much as those who came a year earlier.": lambda f: (
        0.8 < f["came in the last year, euros"] / f["came in the year before, euros"] < 1.2
    ),
    "Most of the growth came from those who stayed.": lambda f: (
        f["part of the rise that those who came brought"] < 0.4 and f["change of revenue"] > 0
    ),
    "There were more of them, for the year before had more customers than the first year.": lambda f: (
        f["stayed in the last year, customers"] > f["stayed in the year before, customers"]
        and f["customers of the year before, over those of the first year"] > 1
    ),
    "Many of these customers had come before": lambda f: f["reached six, first seen in the first 91 days"] > 0.2,
    "an edge of the books can lift a bar by some points.": lambda f: (
        max(
            f[f"{word} newcomers back, had the books begun a year before"] - f[f"{word} newcomers back within 91 days"]
            for word in ("middle", "late")
        )
        > 0.02
    ),
    "Lumen and Stow fall short of what size predicts.": lambda f: (
        max(f["Lumen, over its size"], f["Stow, over its size"]) < 1
    ),
    "Three kinds above zero, two below.": lambda f: (
        min(f["new, euros"], f["back, euros"], f["more, euros"]) > 0 > max(f["less, euros"], f["lost, euros"])
    ),
    "the first quarter has more newcomers than the second.": lambda f: f["first orders, quarter 0 over quarter 1"] > 1,
    "those who reached six had spent more from their first order on.": lambda f: (
        f["first order of those who reached six, euros"] > f["first order, euros"]
    ),
    "Lumen has far fewer buyers than the largest line, and they buy it less often.": lambda f: (
        f["Lumen's buyers, over those of the largest line"] < 0.67
        and f["Lumen's orders per buyer, over those of the largest line"] < 1
    ),
    "Terra, the garden line, is small too": lambda f: f["Terra is among the three smallest"],
    "So size explains a good part of Lumen's gap, but not all of it.": lambda f: (
        0.2 < f["part of Lumen's gap to the largest line that size predicts"] < 0.95
    ),
    "and stands out the other way. It has fewer buyers than a line of its size should have": lambda f: (
        f["Terra, over its size"] > 1.02 and f["Terra's penetration over its size"] < 0.98
    ),
    "the three largest lines come close to what their size predicts": lambda f: (
        f["the three largest lines, farthest from their size"] < 0.1
    ),
    "the share that ordered again there lies between the two.": lambda f: (
        0.35 < f["ordered in the year before, and again"] < 0.65
    ),
}
