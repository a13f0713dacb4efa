"""The report of lesson 01: an assistant's case for or against closing Lumen.

The rule needs three figures, which stand in every report. The others are figures that the lesson has taught
to read; some of them are right and surprise.
"""

from types import SimpleNamespace

import pandas as pd
import reference
from classroom.check.reports import Flaw, Sentence

OPENING = (
    "**To the board: shall we close Lumen?** *Door* means the line of the first order, leaving out customers whose first "
    "order lies in the first 182 days. *The year after* is the 365 days after the first order, without that order, "
    "for customers seen for all of it. *The months in question* run from day 182 of the ledger up to a year before its "
    "end. *Without lamps* means: less all entries that would go if Lumen were closed."
)
RULE = (
    "The rule: close Lumen if that pays even if 80 of 100 from its door stay away. It does if closing would have "
    "saved more than 80 % of what they all brought in without lamps in the year after (customers × euros each)."
)
RECOMMENDS = {"close": "So I recommend: close Lumen.", "keep": "So I recommend: keep Lumen."}


def rule(saved, came, each):
    return "close" if saved > 0.8 * came * each else "keep"


def facts(company):
    """What the sentences are worked out from, once for a company."""
    ledger = reference.ledger_of(company)
    begin, end = reference.opens(ledger), ledger["booked_at"].max()
    year_ago = end - pd.Timedelta(days=365)
    first = reference.first_orders(ledger)
    first = first[first["first_at"] >= begin]
    full = first[first["first_at"] <= year_ago]
    lamps = full["first_line"] == "Lumen"
    keys = full[["first_order_id", "first_at"]]
    rows = ledger.join(keys, on="customer_id", how="inner")
    later = rows[rows["order_id"].ne(rows["first_order_id"])]
    later = later[later["booked_at"] < later["first_at"] + pd.Timedelta(days=365)]
    came_back = pd.Series(full.index.isin(later[later["what"] == "sale"]["customer_id"]), index=full.index)
    stay = ~reference.would_go(ledger, "Lumen")
    theirs = later[stay.reindex(later.index) & later["customer_id"].isin(full.index[lamps])]
    sums = ledger.pivot_table(index="customer_id", columns="what", values="eur", aggfunc="sum", fill_value=0.0)
    orders_of = company["orders"].groupby("customer_id").size()
    products, lines, returns = company["products"], company["order_lines"], company["returns"]
    bought = lines[lines["product_id"].isin(products[products["line"] == "Lumen"]["product_id"])]
    mail = company["touches"]
    return SimpleNamespace(
        company=company,
        ledger=ledger,
        early=ledger[ledger["booked_at"].between(begin, year_ago)],
        begin=begin,
        year_ago=year_ago,
        first=first,
        full=full,
        lamps=lamps,
        came_back=came_back,
        rows=rows,
        from_lamps=rows["customer_id"].isin(full.index[lamps]),
        left=reference.left_within(ledger, full, 365),
        rest=reference.left_within(ledger[stay], full, 365),
        stay=stay.reindex(rows.index),
        theirs=theirs,
        their_sales=theirs[theirs["what"] == "sale"].groupby("customer_id")["eur"].sum(),
        sums=sums,
        profit=sums.sum(axis=1),
        service=-sums[["fulfilment", "ticket", "mailing"]].sum().sum(),
        orders=company["orders"],
        orders_of=orders_of,
        again=(orders_of > 1).reindex(sums.index, fill_value=False),
        lines=lines,
        bought=bought.merge(returns, on=["order_id", "line_no"], how="left"),
        by_order=bought.merge(returns, on="order_id"),
        table=reference.line_pnl_of(company),
        mail=mail,
        joined=company["tickets"][["customer_id"]].merge(mail[["customer_id", "cost_eur"]], on="customer_id"),
    )


def with_lamps(books):
    """All lines of orders that hold a lamp."""
    return books.lines[books.lines["order_id"].isin(books.bought["order_id"])]


def without_service(books):
    """What each customer left before it is asked what serving her cost."""
    return books.profit - books.sums[["fulfilment", "ticket", "mailing"]].sum(axis=1)


def each_of(books, rows):
    """What these entries come to for each customer of the door Lumen, in euros."""
    return rows["eur"].sum() / books.lamps.sum()


def without(rows, *kinds):
    return rows[~rows["what"].isin(kinds)]


def best_tenth(values, whole):
    """Of every 100 euros of `whole`, what the best tenth of customers bring."""
    return 100 * values.sort_values(ascending=False).head(len(values) // 10).sum() / whole


def best_ten(values, whole):
    return 100 * values.sort_values(ascending=False).head(10).sum() / whole


def until_the_end(books):
    """What customers of the door Lumen left without lamps from their second order up to the last day."""
    rows = books.rows[books.stay & books.from_lamps]
    return rows[rows["order_id"].ne(rows["first_order_id"])]


def to_look_alikes(books, profit):
    """How far each profit lies above that of look-alikes from other doors: same channel, quarter, size of first order."""
    channel = books.company["customers"].set_index("customer_id")["acquisition_channel"]
    first_at = books.first["first_at"].dt
    alike = channel.reindex(books.first.index).astype(str)
    alike = alike + first_at.year.astype(str) + first_at.quarter.astype(str)
    alike = alike + pd.qcut(books.first["first_paid_eur"], 3, labels=["small", "middle", "large"]).astype(str)
    others = books.left[~books.lamps].groupby(alike.reindex(books.full.index)).mean()
    return (profit - alike[profit.index].map(others)).mean()


# What is the rule's stands first: in every report.
SENTENCES = (
    Sentence(
        "saved",
        (
            "In the months in question, closing Lumen would have saved {} euros: its loss, and the packing and "
            "tickets of orders that held nothing else.",
            "Without Lumen, {} euros would have been saved in the months in question: its loss, with packing and "
            "tickets of the orders that held only lamps.",
        ),
        right=lambda b: reference.saved_by_closing(b.ledger, "Lumen", b.begin, b.year_ago),
        flaws=(
            Flaw(
                "d",
                lambda b: -b.early[b.early["line"] == "Lumen"]["eur"].sum(),
                "Only the line's own loss was given, without packing and tickets of orders with only lamps.",
            ),
            Flaw(
                "d",
                lambda b: reference.saved_by_closing(without(b.ledger, "ticket"), "Lumen", b.begin, b.year_ago),
                "The tickets of orders with only lamps were left out.",
            ),
            Flaw(
                "c",
                lambda b: reference.saved_by_closing(b.ledger, "Lumen", b.ledger["booked_at"].min(), b.ledger["booked_at"].max()),
                "All 36 months were counted, not the months in question.",
            ),
        ),
    ),
    Sentence(
        "came",
        (
            "In the months in question, {} customers came through the Lumen door.",
            "Lumen was the door of {} customers who came in the months in question.",
        ),
        right=lambda b: b.lamps.sum(),
        flaws=(
            Flaw(
                "c",
                lambda b: (b.first["first_line"] == "Lumen").sum(),
                "Those who came in the last year were counted, too.",
            ),
            Flaw(
                "b",
                lambda b: (b.lamps & b.came_back).sum(),
                "Only those who ordered again in the year after were counted.",
            ),
            Flaw(
                "el",
                lambda b: (b.early["what"].eq("sale") & b.early["line"].eq("Lumen")).sum(),
                "Lines of orders with a lamp in them were counted, not customers.",
            ),
        ),
    ),
    Sentence(
        "each",
        (
            "In the year after, a customer from the Lumen door brought in {} euros of profit on average, without lamps.",
            "Without lamps, the mean profit of a customer from the Lumen door was {} euros in the year after.",
        ),
        digits=1,
        right=lambda b: b.rest[b.lamps].mean(),
        flaws=(
            Flaw(
                "ba",
                lambda b: b.rest[b.lamps & b.came_back].mean(),
                "The mean is over those who ordered again. Those who never came back count, too.",
            ),
            Flaw(
                "e",
                lambda b: b.left[b.lamps].mean(),
                "What would go with Lumen is in it: the saving holds these entries already, so they count twice.",
            ),
            Flaw(
                "ld",
                lambda b: each_of(b, b.theirs[b.theirs["what"] == "sale"]),
                "These are their sales, not what is left of them.",
            ),
            Flaw(
                "d",
                lambda b: each_of(b, without(b.theirs, "refund", "handling")),
                "Refunds and the handling of returns were left out.",
            ),
            Flaw(
                "dl",
                lambda b: each_of(b, without(b.theirs, "fulfilment", "ticket", "mailing")),
                "What it costs to serve them was left out: packing, tickets, mailings.",
            ),
            Flaw(
                "c",
                lambda b: each_of(b, until_the_end(b)),
                "All that they brought in up to the last day was counted, for some of them more than two years.",
            ),
            Flaw("g", lambda b: b.rest[b.lamps].median(), "This is the customer in the middle, not the mean."),
        ),
    ),
    # Right, and surprising.
    Sentence(
        "tenth",
        (
            "The best tenth of all customers bring in {} of every 100 euros of profit.",
            "Of every 100 euros of profit, {} come from the best tenth of all customers.",
        ),
        surprises=True,
        why="Those who cost more than they bring in take profit away again, so the best can bring nearly all of it, or more.",
        right=lambda b: best_tenth(b.profit, b.profit.sum()),
        flaws=(
            Flaw(
                "ld",
                lambda b: best_tenth(b.sums["sale"], b.sums["sale"].sum()),
                "This is their share of sales, not of profit.",
            ),
            Flaw(
                "a",
                lambda b: best_tenth(b.profit, b.profit[b.profit > 0].sum()),
                "It was divided by the profit of those who bring some in, not by total profit.",
            ),
        ),
    ),
    Sentence(
        "losses",
        (
            "Of 100 customers, {} cost Fernhill more than they bring in.",
            "{} of every 100 customers cost more than they bring in.",
        ),
        surprises=True,
        why="Every customer is counted, with what it costs to serve her, and many ordered only once, and little.",
        right=lambda b: 100 * (b.profit < 0).mean(),
        flaws=(
            Flaw(
                "dl",
                lambda b: 100 * (without_service(b) < 0).mean(),
                "What it costs to serve them was left out: packing, tickets, mailings.",
            ),
            Flaw(
                "ba",
                lambda b: 100 * (b.profit[b.again] < 0).mean(),
                "Only customers with two orders or more were looked at.",
            ),
        ),
    ),
    Sentence(
        "below",
        (
            "Of 100 customers from the Lumen door, {} brought in less than their mean in the year after, without lamps.",
            "Without lamps, {} of 100 customers from the Lumen door stayed below their mean in the year after.",
        ),
        surprises=True,
        why="A few large values pull a mean up, so far more than half can lie below it.",
        right=lambda b: 100 * (b.rest[b.lamps] < b.rest[b.lamps].mean()).mean(),
        flaws=(
            Flaw(
                "g",
                lambda b: 100 * (b.rest[b.lamps] < b.rest[b.lamps].median()).mean(),
                "It was compared with the customer in the middle, not with the mean.",
            ),
            Flaw(
                "ba",
                lambda b: 100 * (b.rest[b.lamps & b.came_back] < b.rest[b.lamps].mean()).mean(),
                "Only those who ordered again were looked at.",
            ),
        ),
    ),
    Sentence(
        "middle",
        (
            "Of all customers from the Lumen door, the one in the middle brought in {} euros in the year after, without lamps.",
            "Without lamps, the middle one of all customers from the Lumen door brought in {} euros in the year after.",
        ),
        digits=1,
        surprises=True,
        why="Most of them order little or nothing more and still get mail, so the one in the middle is below zero.",
        right=lambda b: b.rest[b.lamps].median(),
        flaws=(
            Flaw("g", lambda b: b.rest[b.lamps].mean(), "This is their mean, not the customer in the middle."),
            Flaw(
                "ba",
                lambda b: b.rest[b.lamps & b.came_back].median(),
                "Only those who ordered again were looked at.",
            ),
        ),
    ),
    # Right, not surprising.
    Sentence(
        "refunds",
        (
            "Of every 100 euros that were paid for lamps, {} went back as refunds.",
            "Refunds took {} of every 100 euros that customers paid for lamps.",
        ),
        # with one digit, refunds with the handling of lamps print like the refunds of all lines
        digits=2,
        right=lambda b: 100 * b.bought["refund_eur"].sum() / b.bought["paid_eur"].sum(),
        flaws=(
            Flaw(
                "a",
                lambda b: 100 * b.bought["refund_eur"].sum() / b.bought[b.bought["refund_eur"].notna()]["paid_eur"].sum(),
                "It was divided by what was paid for lamps that came back, not for all lamps.",
            ),
            Flaw(
                "l",
                lambda b: 100 * b.bought["refund_eur"].notna().mean(),
                "This is the share of order lines that came back, not of euros.",
            ),
            Flaw(
                "e",
                lambda b: 100 * b.by_order["refund_eur"].sum() / b.bought["paid_eur"].sum(),
                "Lines and returns were joined by order only, so a refund appears there once for each line.",
            ),
            Flaw(
                "e",
                lambda b: 100 * b.bought[["refund_eur", "handling_cost_eur"]].sum().sum() / b.bought["paid_eur"].sum(),
                "The handling of returns is in it, too, but the sentence speaks of refunds alone.",
            ),
        ),
    ),
    Sentence(
        "tickets",
        (
            "For every 100 orders, the service team answered {} tickets.",
            "The service team had {} tickets for every 100 orders.",
        ),
        digits=1,
        right=lambda b: 100 * len(b.company["tickets"]) / len(b.orders),
        flaws=(
            Flaw(
                "a",
                lambda b: 100 * len(b.company["tickets"]) / b.orders["customer_id"].nunique(),
                "It was divided by customers, not by orders.",
            ),
            Flaw(
                "e",
                lambda b: 100 * len(b.joined) / len(b.orders),
                "Tickets and mailings were joined by customer, so a ticket appears there once for each mailing.",
            ),
            Flaw(
                "f",
                lambda b: 1000 * len(b.company["tickets"]) / len(b.orders),
                "These are tickets for every 1,000 orders: ten times too many.",
            ),
            Flaw(
                "ca",
                lambda b: 100 * (b.company["tickets"]["opened_at"] > b.year_ago).sum() / len(b.orders),
                "Tickets of the last year were divided by orders of all 36 months.",
            ),
        ),
    ),
    Sentence(
        "mailings",
        (
            "Mailings cost Fernhill {} euros for each customer, over all 36 months.",
            "In 36 months, Fernhill spent {} euros on mailings for each customer.",
        ),
        digits=2,
        right=lambda b: b.mail["cost_eur"].sum() / len(b.profit),
        flaws=(
            Flaw(
                "e",
                lambda b: b.joined["cost_eur"].sum() / len(b.profit),
                "Mailings and tickets were joined by customer, so a mailing appears there once for each ticket.",
            ),
            Flaw(
                "a",
                lambda b: b.mail["cost_eur"].sum() / len(b.orders),
                "It was divided by orders, not by customers.",
            ),
            Flaw(
                "c",
                lambda b: b.mail[b.mail["touched_at"] > b.year_ago]["cost_eur"].sum() / len(b.profit),
                "Only the last year was counted.",
            ),
        ),
    ),
    Sentence(
        "orders",
        (
            "In 36 months a customer placed {} orders on average.",
            "On average, each customer placed {} orders in the 36 months.",
        ),
        digits=2,
        right=lambda b: len(b.orders) / len(b.profit),
        flaws=(
            Flaw(
                "ba",
                lambda b: b.orders_of[b.orders_of > 1].mean(),
                "Only those who ordered again were looked at.",
            ),
            Flaw("el", lambda b: len(b.lines) / len(b.profit), "Lines of orders were counted, not orders."),
            Flaw("g", lambda b: b.orders_of.median(), "This is the customer in the middle, not the mean."),
            Flaw(
                "c",
                lambda b: (b.orders["ordered_at"] > b.year_ago).sum() / len(b.profit),
                "Only the last year was counted.",
            ),
        ),
    ),
    Sentence(
        "share",
        (
            "Lamps make up {} of every 100 euros of sales.",
            "Of every 100 euros of sales, {} are for lamps.",
        ),
        digits=1,
        right=lambda b: 100 * b.bought["paid_eur"].sum() / b.lines["paid_eur"].sum(),
        flaws=(
            Flaw(
                "l",
                lambda b: 100 * len(b.bought) / len(b.lines),
                "This is the share of order lines, not of euros.",
            ),
            Flaw(
                "l",
                lambda b: 100 * b.bought["order_id"].nunique() / len(b.orders),
                "This is the share of orders that hold a lamp, not of euros.",
            ),
            Flaw(
                "a",
                lambda b: 100 * b.bought["paid_eur"].sum() / with_lamps(b)["paid_eur"].sum(),
                "It was divided by the sales of orders that hold a lamp, not by all sales.",
            ),
        ),
    ),
    Sentence(
        "gap",
        (
            "In the year after, later lamps included, customers from the Lumen door brought in {} euros more than their "
            "look-alikes from other doors: same channel, same quarter, first order of about the same size.",
            "Compared with look-alikes from other doors (same channel, same quarter, first order of about the same size), "
            "customers from the Lumen door brought in {} euros more in the year after, later lamps included.",
        ),
        digits=1,
        right=lambda b: to_look_alikes(b, b.left[b.lamps]),
        flaws=(
            Flaw(
                "h",
                lambda b: b.left[b.lamps].mean() - b.left[~b.lamps].mean(),
                "They were compared with all customers of other doors, not with those who are like them.",
            ),
            Flaw(
                "ba",
                lambda b: to_look_alikes(b, b.left[b.lamps & b.came_back]),
                "Of those from the Lumen door, only the ones who ordered again were counted.",
            ),
        ),
    ),
    Sentence(
        "served",
        (
            "Packing, tickets and mailings take {} of every 100 euros of all line margins.",
            "Of every 100 euros of all line margins, {} go on packing, tickets and mailings.",
        ),
        right=lambda b: 100 * b.service / b.table["margin_eur"].sum(),
        flaws=(
            Flaw(
                "a",
                lambda b: 100 * b.service / b.table["revenue_eur"].sum(),
                "It was divided by sales, not by the margins of the lines.",
            ),
            Flaw(
                "d",
                lambda b: 100 * (b.service - b.mail["cost_eur"].sum()) / b.table["margin_eur"].sum(),
                "Mailings were left out.",
            ),
            Flaw(
                "d",
                lambda b: 100 * (b.service + b.sums["ticket"].sum()) / b.table["margin_eur"].sum(),
                "Tickets were left out.",
            ),
        ),
    ),
    Sentence(
        "back",
        (
            "Of 100 customers from the Lumen door, {} ordered again in the year after.",
            "In the year after, {} of 100 customers from the Lumen door ordered again.",
        ),
        right=lambda b: 100 * b.came_back[b.lamps].mean(),
        flaws=(
            Flaw(
                "ca",
                lambda b: 100 * (b.lamps & b.came_back).sum() / (b.first["first_line"] == "Lumen").sum(),
                "It was divided by all who ever came through the door, including those who were not seen for a year.",
            ),
            Flaw(
                "a",
                lambda b: 100 * (b.lamps & b.came_back).sum() / b.came_back.sum(),
                "It was divided by customers of all doors who ordered again, not by those from the Lumen door.",
            ),
        ),
    ),
    Sentence(
        "basket",
        (
            "The first order of customers from the Lumen door was worth {} euros on average.",
            "On average, customers from the Lumen door paid {} euros for their first order.",
        ),
        digits=1,
        right=lambda b: b.full[b.lamps]["first_paid_eur"].mean(),
        flaws=(
            Flaw(
                "g",
                lambda b: b.full[b.lamps]["first_paid_eur"].median(),
                "This is the customer in the middle, not the mean.",
            ),
            Flaw(
                "l",
                lambda b: each_of(b, b.rows[b.rows["order_id"].eq(b.rows["first_order_id"]) & b.from_lamps]),
                "This is what was left of the first order, not what was paid.",
            ),
            Flaw(
                "ba",
                lambda b: b.full[b.lamps & b.came_back]["first_paid_eur"].mean(),
                "Only those who ordered again were looked at.",
            ),
        ),
    ),
    Sentence(
        "ten",
        (
            "The ten best customers from the Lumen door account for {} of every 100 euros that they all brought in "
            "during the year after, without lamps.",
            "Of every 100 euros that customers from the Lumen door brought in without lamps in the year after, {} come "
            "from their ten best.",
        ),
        right=lambda b: best_ten(b.rest[b.lamps], b.rest[b.lamps].sum()),
        flaws=(
            Flaw(
                "a",
                lambda b: best_ten(b.rest[b.lamps], b.rest[b.lamps].clip(lower=0).sum()),
                "It was divided by what those with a profit brought in, not by what all of them did.",
            ),
            Flaw(
                "ld",
                lambda b: best_ten(b.their_sales, b.their_sales.sum()),
                "This is their share of sales, not of profit.",
            ),
        ),
    ),
)
