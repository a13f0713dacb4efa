"""Lesson 01, worked out once: what hidden tests, ranges, stories and the debrief compute with.

Each exercise's function takes what the student's takes and gives what it should give. The others make an
exercise's arguments from a company's tables. They are written apart from the lesson's own solutions, so that
the two hold each other.
"""

import numpy as np
import pandas as pd

WEEKS = 365.25 / 7  # of a year


def line_pnl(lines, products, returns):
    """Per line, in euros: revenue, refunds, goods, handling of returns, margin."""
    line_of = products.set_index("product_id")["line"]
    keys = lines.set_index(["order_id", "line_no"])["product_id"].map(line_of).rename("line")
    back = returns.join(keys, on=["order_id", "line_no"]).groupby("line")
    line = lines["product_id"].map(line_of).rename("line")
    table = pd.DataFrame(
        {
            "revenue_eur": lines["paid_eur"].groupby(line).sum(),
            "refunds_eur": back["refund_eur"].sum(),
            "goods_eur": (lines["quantity"] * lines["unit_cost_eur"]).groupby(line).sum(),
            "return_handling_eur": back["handling_cost_eur"].sum(),
        }
    ).fillna(0.0)
    table["margin_eur"] = table["revenue_eur"] - table.drop(columns="revenue_eur").sum(axis=1)
    return table


def customer_pnl(lines, returns, orders, tickets, touches, activity_costs):
    """Per customer, in euros: margin, packing and sending, tickets, mailings, profit."""
    rates = activity_costs.set_index("activity")["rate_eur"]
    who = orders.set_index("order_id")["customer_id"]
    sales = (lines["paid_eur"] - lines["quantity"] * lines["unit_cost_eur"]).groupby(lines["order_id"].map(who))
    back = (returns["refund_eur"] + returns["handling_cost_eur"]).groupby(returns["order_id"].map(who))
    by_channel = orders.groupby(["customer_id", "channel"]).size().unstack(fill_value=0)
    pnl = pd.DataFrame(index=by_channel.index)
    pnl["margin_eur"] = sales.sum().sub(back.sum(), fill_value=0)
    pnl["fulfilment_eur"] = sum(by_channel[name] * rates[f"{name}_order"] for name in by_channel)
    pnl["tickets_eur"] = tickets["customer_id"].value_counts() * rates["ticket"]
    pnl["mailings_eur"] = touches.groupby("customer_id")["cost_eur"].sum()
    pnl = pnl.fillna(0.0)
    pnl["profit_eur"] = pnl["margin_eur"] - pnl.drop(columns="margin_eur").sum(axis=1)
    return pnl


def reconcile(by_line, by_customer):
    """The bridge from the lines' margins to the customers' profits, in euros."""
    sums = by_customer.sum()
    nobody = sums["fulfilment_eur"] + sums["tickets_eur"] + sums["mailings_eur"]
    lines, customers = by_line["margin_eur"].sum(), sums["profit_eur"]
    return {
        "lines_eur": lines,
        "nobody_eur": nobody,
        "customers_eur": customers,
        "difference_eur": lines - nobody - customers,
    }


def whale_peak(profit):
    """The peak of the whale curve as a share of all profit, and the share of customers up to it."""
    return profit[profit > 0].sum() / profit.sum(), (profit > 0).mean()


def later_profit(ledger, first):
    """Mean profit in the 365 days after the first order, by its line, over customers seen for a full year."""
    year = pd.Timedelta(days=365)
    full = first[first["first_at"] + year <= ledger["booked_at"].max()]
    rows = ledger[ledger["customer_id"].isin(full.index)].join(full, on="customer_id")
    rows = rows[rows["order_id"].ne(rows["first_order_id"]) & (rows["booked_at"] < rows["first_at"] + year)]
    sums = rows.groupby("first_line")["eur"].sum()
    return (sums / full["first_line"].value_counts()).rename_axis("first_line")


def would_go(ledger, line):
    """Per entry: would closing a line remove it? Its own do, and the service of orders that hold it alone."""
    goods = ledger[ledger["line"].notna()]
    alone = (goods["line"] == line).groupby(goods["order_id"]).all()
    return (ledger["line"] == line) | (ledger["line"].isna() & ledger["order_id"].isin(alone.index[alone]))


def likely_range(profit, draws):
    """The ends of the range that holds the middle 95 of 100 means of customers drawn anew, in euros."""
    drawn = draws.merge(profit.rename("eur"), left_on="customer_id", right_index=True)
    means = np.sort(drawn.groupby("draw")["eur"].mean().to_numpy())
    places = np.array([0.025, 0.975]) * (len(means) - 1)
    return tuple(np.interp(places, np.arange(len(means)), means))


def price_effect(trial):
    """Per arm: the share of those asked who bought, and mean profit in euros per customer asked."""
    rows = {}
    for arm, asked in trial.groupby("arm"):
        bought = asked[asked["bought"]]
        gain = (bought["price_eur"] - bought["unit_cost_eur"]).sum()
        rows[arm] = {"take_up": len(bought) / len(asked), "profit_eur": gain / len(asked)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("arm")


# ------------------------------------------------------------------------------ from a company's tables


def line_pnl_of(company):
    """Exercise 1 on a company."""
    return line_pnl(company["order_lines"], company["products"], company["returns"])


def customer_pnl_of(company):
    """Exercise 2 on a company."""
    names = ["order_lines", "returns", "orders", "tickets", "touches", "activity_costs"]
    return customer_pnl(*[company[name] for name in names])


def books(company):
    """What the ledger says of all customers together: four totals in euros, by column of `customer_pnl`."""
    lines, back, orders = company["order_lines"], company["returns"], company["orders"]
    rates = company["activity_costs"].set_index("activity")["rate_eur"]
    goods = (lines["quantity"] * lines["unit_cost_eur"]).sum()
    returned = back["refund_eur"].sum() + back["handling_cost_eur"].sum()
    by_channel = orders["channel"].value_counts()
    return {
        "margin_eur": lines["paid_eur"].sum() - goods - returned,
        "fulfilment_eur": sum(count * rates[f"{name}_order"] for name, count in by_channel.items()),
        "tickets_eur": len(company["tickets"]) * rates["ticket"],
        "mailings_eur": company["touches"]["cost_eur"].sum(),
    }


def both_views(company):
    """What the bridge is built from."""
    return line_pnl_of(company), customer_pnl_of(company)


def views_with_a_gap(company):
    """The same with nine customers missing, so that the difference is not nought."""
    return line_pnl_of(company), customer_pnl_of(company).iloc[9:]


def profits(company):
    """Each customer's profit in euros, whom the whale curve is drawn of.

    A customer at exactly nought may stand on either side of the peak, and is left out.
    """
    profit = customer_pnl_of(company)["profit_eur"].round(2)
    return (profit[profit != 0],)


def ledger_of(company):
    """One row per entry: customer_id, booked_at, order_id, line, what, eur (minus for money out).

    What comes back is booked on the day of its order, as in the lesson.
    """
    orders = company["orders"].rename(columns={"ordered_at": "booked_at"})
    rates = company["activity_costs"].set_index("activity")["rate_eur"]
    lines = company["order_lines"].merge(company["products"][["product_id", "line"]], on="product_id")
    lines = lines.merge(orders, on="order_id")
    keys = lines[["order_id", "line_no", "customer_id", "booked_at", "line"]]
    back = company["returns"].merge(keys, on=["order_id", "line_no"])
    tickets = company["tickets"].rename(columns={"opened_at": "booked_at"})
    touches = company["touches"].rename(columns={"touched_at": "booked_at"})
    packing = (orders["channel"].astype(str) + "_order").map(rates)
    parts = [
        lines.assign(what="sale", eur=lines["paid_eur"]),
        lines.assign(what="goods", eur=-lines["quantity"] * lines["unit_cost_eur"]),
        back.assign(what="refund", eur=-back["refund_eur"]),
        back.assign(what="handling", eur=-back["handling_cost_eur"]),
        orders.assign(what="fulfilment", eur=-packing),
        tickets.assign(what="ticket", eur=-rates["ticket"]),
        touches.assign(what="mailing", eur=-touches["cost_eur"]),
    ]
    names = ["customer_id", "booked_at", "order_id", "line", "what", "eur"]
    return pd.concat(parts, ignore_index=True)[names]


def first_orders(entries):
    """Per customer: the first order, its time, the line that most was paid for in it, and what was paid."""
    sales = entries[entries["what"] == "sale"].sort_values(["booked_at", "order_id"])
    first = sales.drop_duplicates("customer_id").set_index("customer_id")[["order_id", "booked_at"]]
    first.columns = ["first_order_id", "first_at"]
    mine = sales[sales["order_id"].isin(first["first_order_id"])]
    paid = mine.groupby(["customer_id", "line"], as_index=False)["eur"].sum().sort_values("eur")
    first["first_line"] = paid.drop_duplicates("customer_id", keep="last").set_index("customer_id")["line"]
    first["first_paid_eur"] = paid.groupby("customer_id")["eur"].sum()
    return first.sort_index()


def doors(company):
    """The ledger, and each customer's first order."""
    entries = ledger_of(company)
    return entries, first_orders(entries)[["first_order_id", "first_at", "first_line"]]


def left_within(entries, first, days):
    """What each customer of `first` left in so many days after the first order, that order itself left out."""
    rows = entries.join(first[["first_order_id", "first_at"]], on="customer_id", how="inner")
    rows = rows[rows["order_id"].ne(rows["first_order_id"])]
    rows = rows[rows["booked_at"] < rows["first_at"] + pd.Timedelta(days=days)]
    return rows.groupby("customer_id")["eur"].sum().reindex(first.index, fill_value=0.0)


def opens(entries):
    """From when on first orders in the books are taken for first orders: the books are younger than the shop."""
    return entries["booked_at"].min() + pd.Timedelta(days=182)


def second_year(entries, ever):
    """What the second year brings for each euro of the first, and how many customers were seen for both.

    Over customers of all doors, those of the earliest months too; first orders are left out.
    """
    seen = ever[ever["first_at"] <= entries["booked_at"].max() - pd.Timedelta(days=730)]
    one, two = (left_within(entries, seen, days).sum() for days in (365, 730))
    return two / one - 1, len(seen)


def later_years(second, discount=0.1):
    """What all later years come to, in first years, if each brings `second` of the year before.

    A euro that comes a year later counts less by `discount`. No crowd is taken to lose or to grow for ever:
    `second` counts from 0 to 0.95.
    """
    return 1 / (1 - np.clip(second, 0.0, 0.95) / (1 + discount))


def without(entries, line):
    """The ledger as it would be without a line."""
    return entries[~would_go(entries, line)]


def with_goodwill(company, entries):
    """The ledger with what the service team paid to make up for faults, which the lesson leaves out at first."""
    tickets = company["tickets"]
    paid = tickets[tickets["goodwill_eur"].fillna(0) > 0].rename(columns={"opened_at": "booked_at"})
    paid = paid.assign(what="goodwill", line=None, eur=-paid["goodwill_eur"].astype(float))
    return pd.concat([entries, paid[entries.columns]], ignore_index=True)


def club_fees(company, first):
    """What each customer of `first` paid for the Club in the year after the first order, in euros."""
    club = company["subscriptions"].merge(first, on="customer_id")
    came = club["first_at"].dt.tz_localize(None)
    full = came + pd.Timedelta(days=365)
    member = np.minimum(club["ended_on"].fillna(full), full) - np.maximum(club["started_on"], came)
    fees = (member.dt.days.clip(lower=0) / 30.4 * club["fee_eur"]).groupby(club["customer_id"]).sum()
    return fees.reindex(first.index, fill_value=0.0)


def all_years(people, discount=0.1):
    """All years of customers over their first, by the rates at which they truly buy and leave, later ones discounted."""
    fades = people["dropout_rate_per_week"] + np.log1p(discount) / WEEKS
    worth = people["purchase_rate_per_week"] / fades
    return float(worth.sum() / (worth * (1 - np.exp(-WEEKS * fades))).sum())


def saved_by_closing(entries, line, since, until):
    """What closing a line would have saved between two times, in euros."""
    return -entries.loc[would_go(entries, line) & entries["booked_at"].between(since, until), "eur"].sum()


def _one_in_four(entries):
    """The entries of every fourth customer, numbered anew: enough to tell answers apart, and sooner judged."""
    return entries[entries["customer_id"] % 4 == 0].reset_index(drop=True)


def closing_lamps(company):
    """Entries of some customers, and the line that Petra wants to close."""
    return _one_in_four(ledger_of(company)), "Lumen"


def closing_until_a_year_ago(company):
    """The ledger from the end of the first half-year up to a year ago, and the line that Petra wants to close."""
    entries = ledger_of(company)
    until = entries["booked_at"].max() - pd.Timedelta(days=365)
    early = entries[entries["booked_at"].between(opens(entries), until)]
    return early.reset_index(drop=True), "Lumen"


def closing_brio(company):
    """The same, and a line that earns."""
    return _one_in_four(ledger_of(company)), "Brio"


def crowds(company):
    """Profit in the year after of each Lumen-first customer, and two hundred crowds drawn from them."""
    entries = ledger_of(company)
    first = first_orders(entries)
    full = first[first["first_at"] <= entries["booked_at"].max() - pd.Timedelta(days=365)]
    mine = full.index[full["first_line"] == "Lumen"]
    profit = later_profit(entries, first.assign(first_line=first.index)).reindex(mine).fillna(0.0)
    profit = profit.rename_axis("customer_id").rename("eur")
    picked = np.random.default_rng(len(mine)).choice(mine.to_numpy(), 200 * len(mine))
    return profit, pd.DataFrame({"draw": np.repeat(np.arange(200), len(mine)), "customer_id": picked})


def kettle_trial(company):
    """The trial of Brio's kettle."""
    trials = company["trials"]
    return (trials[trials["trial_id"] == "brio_kettle"],)


# Per force: the letter that fits, and why each other one does not.
CRACKS = {
    "commoditisation": (
        "d",
        {
            "a": "Tickets tell what went wrong with orders. Products can become alike without one more ticket.",
            "b": "New customers can cost more for many reasons. Nothing in this query compares products.",
            "c": "A number on a visit says that you know who came. It says nothing about the product.",
            "e": "The trial varies your own price. It does not tell whether rivals sell the same.",
            "f": "Reasons for returns tell what is wrong with your goods, not what rivals' goods are like.",
            "n": "It could show: a product that is the same everywhere loses margin as its rivals get cheaper.",
        },
    ),
    "informed_customers": (
        "e",
        {
            "a": "Tickets come after the order. People who know prices act on them before it.",
            "b": "The number of new customers can fall for many reasons. None of these columns tells who knew a price.",
            "c": "A number on a visit says that the firm knows the customer, not that she knows prices.",
            "d": "Margins and prices tell what firms do. You need people who differ in what they look at.",
            "f": "Goods come back because of fit or damage. People who compare prices do so before buying.",
            "n": "It could show: some people name price as what matters, and each was shown a price drawn by lot.",
        },
    ),
    "saturation": (
        "b",
        {
            "a": "Tickets come from people who have bought. The question is who is left who has not.",
            "c": "This counts visits of customers whom you have. The question is who is left to win.",
            "d": "A margin can fall while new buyers stream in. Look at the newcomers themselves.",
            "e": "The trial asked customers. The question is who is not one yet.",
            "f": "Only people who have bought send goods back. The question is who is left who has not.",
            "n": "It could show: where few are left to win, newcomers become rarer or cost more.",
        },
    ),
    "globalisation": (
        "n",
        {
            "a": "No ticket says where a rival makes or sells its goods.",
            "b": "Newcomers can cost more without a single maker from abroad. No column says where rivals are.",
            "c": "Numbers on visits are about your own customers. No column says where rivals are.",
            "d": "Rivals got cheaper. No column says where they make or sell, so this cannot come out against it.",
            "e": "The trial sold your own kettle. It would look the same with rivals from next door.",
            "f": "Reasons for returns are about your own goods, wherever rivals make theirs.",
        },
    ),
    "deregulation": (
        "n",
        {
            "a": "No ticket mentions a law. Tickets could rise or fall with one or without.",
            "b": "New rivals may make newcomers dearer. No column says that a law used to keep them out.",
            "c": "A number on a visit depends on your site and your app. No column holds a law.",
            "d": "Prices fall for many reasons. No column says when a law fell, so before and after are unknown.",
            "e": "The trial sold at three prices under the same law. It has nothing to compare.",
            "f": "Reasons for returns are about your own goods, under any law.",
        },
    ),
    "tracking": (
        "c",
        {
            "a": "Tickets per order need no name: they would count as well if nobody knew who had asked.",
            "b": "New customers per quarter are a total. It does not tell whether each can be followed.",
            "d": "Margins by line need no customer at all. Which query would change if nobody had a number?",
            "e": "The trial follows those who were asked. Look for a query about everyone who comes by.",
            "f": "Reasons for returns are counted by order. They do not tell whether a customer can be followed.",
            "n": "It could show: a visitor can be followed only if her visits carry a number.",
        },
    ),
}
