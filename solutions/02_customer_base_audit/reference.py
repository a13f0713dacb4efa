"""Lesson 02, worked out once: what hidden tests, ranges, stories, the gate and the debrief compute with.

Each exercise's function takes what the student's takes and gives what it should give. The others make an
exercise's arguments from a company's tables. They are written apart from the lesson's own solutions, so that
the two hold each other.
"""

import numpy as np
import pandas as pd


def revenue_tree(orders):
    """Of the last year and of the one before: customers, orders each, items an order, euros an item, revenue."""
    year = np.select([days_ago(orders) < 365, days_ago(orders) < 2 * 365], ["last", "before"], "earlier")
    rows = {}
    for name in ("before", "last"):
        mine = orders[year == name]
        customers, items, eur = mine["customer_id"].nunique(), mine["items"].sum(), mine["eur"].sum()
        rows[name] = {
            "customers": customers,
            "orders_per_customer": len(mine) / customers,
            "items_per_order": items / len(mine),
            "eur_per_item": eur / items,
            "revenue_eur": eur,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")


def gain_loss(orders):
    """Euros gained and lost from the year before to the last: new, back, more, less, lost."""
    spent = spent_by_year(orders)
    change = spent["last"] - spent["before"]
    there, gone, known = spent["before"] > 0, spent["last"] == 0, spent["earlier"] > 0
    groups = {
        "new": ~there & ~gone & ~known,
        "back": ~there & ~gone & known,
        "more": there & ~gone & (change > 0),
        "less": there & ~gone & (change <= 0),
        "lost": there & gone,
    }
    return pd.Series({name: change[rows].sum() for name, rows in groups.items()})


def cohort_table(orders):
    """Share of each cohort with a further order, in each quarter of its first year; gaps where not all were seen.

    Cohorts are quarters of 91 days from the first order in the books; that of the first quarter is left out.
    """
    placed = with_age(orders)
    days = (orders["ordered_at"].max() - orders["ordered_at"].min()).days
    size = placed.drop_duplicates("customer_id").groupby("cohort").size()
    again = placed[placed["ordered_at"] > placed["first_at"]].drop_duplicates(["customer_id", "age"])
    ages = np.arange(4)  # full quarters that have gone by since the first order
    counts = again.groupby(["cohort", "age"]).size().unstack().reindex(size.index, columns=ages).fillna(0)
    share = counts.div(size, axis=0)
    unseen = (size.index.to_numpy()[:, None] + ages + 2) * 91 > days
    table = share.mask(unseen).drop(index=0)
    return table.set_axis([f"q{age + 1}" for age in ages], axis=1)


def own_trend(orders):
    """Mean euros of the first to the sixth order: of all customers, and of those who reached six."""
    own = numbered(orders)
    own = own[own["number"] <= 6]
    wide = own.pivot(index="customer_id", columns="number", values="eur")
    table = pd.DataFrame({"pooled": wide.mean(), "within": wide.dropna().mean()})
    return table.rename_axis("number")


def dirichlet(share, M, K, S):
    """NBD-Dirichlet: share of all who buy each brand, and purchases of it per buyer (Goodhardt and others, 1984)."""
    n = np.arange(1, 200)
    p = (1 + M / K) ** -K * np.cumprod(np.append(1.0, (K + n - 1) / n * M / (M + K)))
    reach = {
        brand: 1 - p @ np.cumprod(np.append(1.0, (S * (1 - own) + n - 1) / (S + n - 1)))
        for brand, own in share.items()
    }
    penetration = pd.Series(reach).rename_axis(share.index.name)
    return pd.DataFrame({"penetration": penetration, "per_buyer": M * share / penetration})


def buys_again(orders):
    """How many of three kinds there were 90 days before the end, and the share of each who have bought since."""
    kinds = kinds_of_customer(orders)
    again = {kind: kinds.loc[kinds[kind], "again"] for kind in ("gone", "once", "best")}
    n, share = ({kind: part(one) for kind, one in again.items()} for part in (len, pd.Series.mean))
    return pd.DataFrame({"n": n, "share": share}).rename_axis("kind")


# ---------------------------------------------------------------------------------------- what they are made of


def days_ago(orders):
    """Whole days from each order to the last one."""
    return (orders["ordered_at"].max() - orders["ordered_at"]).dt.days


def spent_by_year(orders):
    """Euros of each customer in the last year, the one before, and earlier."""
    names = {0: "last", 1: "before"}
    year = (days_ago(orders) // 365).map(names).fillna("earlier").rename("year")
    spent = orders["eur"].astype(float).groupby([orders["customer_id"], year]).sum().unstack(fill_value=0.0)
    return spent.reindex(columns=["earlier", "before", "last"], fill_value=0.0)


def with_age(orders):
    """Orders with the customer's first one (`first_at`), her cohort, and her age at each, in quarters."""
    first = orders["customer_id"].map(orders.groupby("customer_id")["ordered_at"].min())
    cohort = (first - orders["ordered_at"].min()).dt.days // 91
    age = (orders["ordered_at"] - first).dt.days // 91
    return orders.assign(first_at=first, cohort=cohort, age=age)


def numbered(orders):
    """Orders with their number within the customer, from 1."""
    own = orders.sort_values(["customer_id", "ordered_at"])
    return own.assign(number=own.groupby("customer_id").cumcount() + 1)


def kinds_of_customer(orders):
    """Per customer known 90 days before the end: whether `gone`, `once` or `best`, and buying `again` since."""
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    known, late = orders[orders["ordered_at"] <= cut], orders[orders["ordered_at"] > cut]
    base = known.groupby("customer_id")["ordered_at"].agg(["count", "max"])
    silent = (cut - base["max"]).dt.days
    return pd.DataFrame(
        {
            "gone": silent >= 365,
            "once": (base["count"] == 1) & (silent < 60),
            "best": (base["count"] >= 6) & (silent < 60),
            "again": base.index.isin(late["customer_id"].unique()),
        },
        index=base.index,
    )


def like_for_like(orders):
    """Euros in the last year (`last`) and the one before, of customers who had ordered before both."""
    spent = spent_by_year(orders)
    return spent.loc[spent["earlier"] > 0, ["before", "last"]]


def came_and_stayed(orders):
    """Euros (`before`, `last`) and customers of each year, by whether they had ordered in the 365 days before it."""
    year = days_ago(orders) // 365
    spent = {k: orders[year == k].groupby("customer_id")["eur"].sum() for k in range(3)}
    rows = {}
    for kind in ("came", "stayed"):
        rows[kind] = {}
        for name, k in (("before", 1), ("last", 0)):
            mine = spent[k][spent[k].index.isin(spent[k + 1].index) == (kind == "stayed")]
            rows[kind] |= {name: mine.sum(), f"customers, {name}": float(len(mine))}
    return pd.DataFrame.from_dict(rows, orient="index")


def next_year(orders):
    """Euros of a year's customers in that year and in the next: of two years ago (`then`), and of a year ago (`now`)."""
    spent = orders["eur"].astype(float).groupby([orders["customer_id"], days_ago(orders) // 365]).sum().unstack(fill_value=0.0)
    then, now = spent[2] > 0, spent[1] > 0
    return pd.DataFrame(
        {"then": spent[2], "next_then": spent[1].where(then, 0.0), "now": spent[1], "next_now": spent[0].where(now, 0.0)}
    )


def kept_more(sums):
    """By how many euros for every 100 a year's customers spent more in the next than those of a year earlier did."""
    return 100 * (sums["next_now"] / sums["now"] - sums["next_then"] / sums["then"])


def came_back(orders, since, until, days=91):
    """Whether each customer ordered again within so many days, of those who came `since` to `until` (days).

    Days are counted from the first order in the books. Only who was seen for the whole window counts.
    """
    placed = with_age(orders)
    start, end = orders["ordered_at"].min(), orders["ordered_at"].max()
    again = placed[placed["ordered_at"] > placed["first_at"]]
    soon = again[(again["ordered_at"] - again["first_at"]).dt.days < days]["customer_id"].unique()
    first = placed.drop_duplicates("customer_id").set_index("customer_id")["first_at"]
    came = (first - start).dt.days
    mine = first[(came >= since) & (came < until) & ((end - first).dt.days >= days)]
    return pd.Series(mine.index.isin(soon), index=mine.index)


def line_choices(orders, base=None):
    """Of the last year: orders with each line (`orders`), buyers of it, and share of all orders.

    `base` is the number of all customers; by default all who are in the books.
    """
    last = orders[days_ago(orders) < 365]
    counts = last.groupby("line")["customer_id"].agg(["size", "nunique"])
    counts.columns = ["orders", "buyers"]
    base = base or orders["customer_id"].nunique()
    return counts.assign(
        share=counts["orders"] / len(last),
        penetration=counts["buyers"] / base,
        per_buyer=counts["orders"] / counts["buyers"],
    )


def fitted(orders):
    """M, K and S of the last year, and the table they were fitted to."""
    table, base = line_choices(orders), orders["customer_id"].nunique()
    last = orders[days_ago(orders) < 365]
    M, reach = len(last) / base, last["customer_id"].nunique() / base
    K = halved(lambda k: 1 - (1 + M / k) ** -k - reach, 0.01, 20)
    S = halved(lambda s: dirichlet(table["share"], M, K, s)["penetration"].sum() - table["penetration"].sum(), 0.1, 30)
    return table, M, K, S


def halved(gap, low, high):
    """Where a rising function crosses 0, by halving the interval."""
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle) < 0 else (low, middle)
    return (low + high) / 2


# ------------------------------------------------------------------------------ from a company's tables


def orders_of(company):
    """One row per order: what was paid, how many items, and the line that most was paid for."""
    lines = company["order_lines"].merge(company["products"][["product_id", "line"]], on="product_id")
    sums = lines.groupby("order_id").agg(items=("quantity", "sum"), eur=("paid_eur", "sum"))
    paid = lines.groupby(["order_id", "line"], as_index=False, observed=True)["paid_eur"].sum()
    main = paid.sort_values("paid_eur").drop_duplicates("order_id", keep="last").set_index("order_id")["line"]
    return company["orders"].join(sums.assign(line=main.astype(str)), on="order_id")


def log_of(company):
    """The log of orders, as exercises take it."""
    return (orders_of(company),)


def brands_of(company):
    """Share of each line in last year's orders, and the three numbers of the model."""
    table, M, K, S = fitted(orders_of(company))
    return table["share"], M, K, S


def cohorts_known(orders):
    """What the books say of cohorts: customers in each, those back within a quarter, and days in the books."""
    placed = with_age(orders)
    size = placed.drop_duplicates("customer_id").groupby("cohort").size()
    again = placed[(placed["ordered_at"] > placed["first_at"]) & (placed["age"] == 0)]
    back = again.drop_duplicates("customer_id").groupby("cohort").size().reindex(size.index, fill_value=0)
    days = (orders["ordered_at"].max() - orders["ordered_at"].min()).days
    return {"size": size, "back": back, "days": days}


def cohort_books(company):
    """The same, from a company's tables."""
    return cohorts_known(company["orders"])
