"""The report of lesson 03: an assistant's case for or against raised spend by store.

The rule needs four figures, which stand in every report. The others are figures that the lesson has taught to
read; some of them are right and surprise.
"""

from types import SimpleNamespace

import pandas as pd
import reference
from classroom import clv
from classroom.check.reports import Flaw, Sentence

OPENING = (
    "**To Nora Keller: at raised spend, shall we take the next newcomer by store?** *Newcomers* are all whose first order in the "
    "books lies after its first 182 days. *Margin* is what is left of an order after goods, refunds, handling of "
    "returns, packing, tickets and goodwill. Mailings are not counted, neither their cost nor the orders that they bring (no 0.93). *The last year* is the 365 days that end with the data. Weeks are season-adjusted. The *overshoot* is "
    "that of a BG/NBD fitted to all newcomers of before the last year, held against those who came in it. Later orders *to come* are those that a BG/NBD, fitted to the newcomers by store, "
    "expects of one of them in 156 weeks. They are discounted by 10 % a year, and divided by the overshoot. What winning "
    "customers costs is from the fourth month on; *raised* months are those that `clv.costs_of_winning` takes for such. A cost above 999 euros, or without end, is given as 999."
)
RULE = (
    "The rule: the middle of a newcomer's worth is the margin of a first order, and the expected later orders times the "
    "margin of a later one. The limit is the low end of her range, taken here as 82 % of the middle. Take the next newcomer "
    "if she costs less than the limit. Otherwise leave her."
)
RECOMMENDS = {"take": "So I recommend: take her.", "leave": "So I recommend: leave her."}
LOW = 0.82  # low end over middle by store, where some thousand customers are known
MOST = 999.0  # euros; in some companies raised spend brought nobody on top, and the next one costs without end


def rule(first, more, ahead, after):
    return "take" if LOW * (first + ahead * more) > after else "leave"


def facts(company):
    """What the sentences are worked out from, once for a company."""
    orders = reference.newcomers_orders(company)
    paid = company["order_lines"].groupby("order_id")["paid_eur"].sum().astype(float)
    rates = company["activity_costs"].set_index("activity")["rate_eur"].astype(float)
    by_way = company["orders"].set_index("order_id")["channel"].astype(str) + "_order"
    orders = orders.assign(paid_eur=orders["order_id"].map(paid))
    orders["packing_eur"] = orders["order_id"].map(by_way).map(rates)
    store = orders[orders["channel"] == "store"]
    history = clv.summarise(orders, clock=clv.Season.of(company["clock"]))
    held, _, recent = reference.held_out(company, orders)
    mine = history.loc[store["customer_id"].unique()]
    some = mine[mine["x"] > 0]
    mail = company["touches"].groupby("customer_id")["cost_eur"].sum().astype(float)
    return SimpleNamespace(
        orders=orders,
        one=store[store["first"] & store["customer_id"].isin(recent.index)],
        ever=store[store["first"]],
        rest=store[~store["first"]],
        store=store,
        history=history,
        mine=mine,
        fit=clv.BGNBD.fit(mine["x"], mine["t_x"], mine["T"]).model,
        fit_some=clv.BGNBD.fit(some["x"], some["t_x"], some["T"]).model,
        overshoot=reference.overshoot(recent, *held.parameters.values()),
        pareto=clv.ParetoNBD.fit(mine["x"], mine["t_x"], mine["T"]).model,
        costs=reference.costs_of_winning(company).loc["store"],
        mail=mail.reindex(history.index, fill_value=0.0),
        margin=store.groupby("customer_id")["margin_eur"].sum(),
        sales=store.groupby("customer_id")["paid_eur"].sum(),
    )


def ahead(model, weeks=156, discount=0.1):
    """Expected later orders of a newcomer."""
    return float(clv.lifetime_value(model, weeks, discount=discount))


def best_tenth(values, whole):
    """Of every 100 euros of `whole`, what the best tenth of customers bring."""
    return 100 * values.sort_values(ascending=False).head(len(values) // 10).sum() / whole


def alive(books, model):
    """Mean P(alive) of those who came by store and ordered once, of 100."""
    once = books.mine[books.mine["x"] == 0]
    return 100 * float(model.p_alive(once["x"], once["t_x"], once["T"]).mean())


PACKING = "Packing was left out."
SALES = "This is what they paid, and not what is left of it."
MIDDLE = "This is the one in the middle, and not the mean."

# What is the rule's stands first: in every report.
SENTENCES = (
    Sentence(
        "first",
        (
            "A newcomer by store who came in the last year left a margin of {} euros with her first order, on average.",
            "The first order of a newcomer by store who came in the last year left {} euros of margin on average.",
        ),
        digits=1,
        right=lambda b: b.one["margin_eur"].mean(),
        flaws=(
            Flaw("l", lambda b: b.one["paid_eur"].mean(), SALES),
            Flaw("c", lambda b: b.ever["margin_eur"].mean(), "The newcomers of all years were counted."),
            Flaw("d", lambda b: (b.one["margin_eur"] + b.one["packing_eur"]).mean(), PACKING),
            Flaw("g", lambda b: b.one["margin_eur"].median(), MIDDLE),
        ),
    ),
    Sentence(
        "more",
        (
            "Each later order of a newcomer by store leaves {} euros of margin, on average.",
            "A later order of a newcomer by store leaves a mean margin of {} euros.",
        ),
        digits=1,
        right=lambda b: b.rest["margin_eur"].mean(),
        flaws=(
            Flaw("l", lambda b: b.rest["paid_eur"].mean(), SALES),
            Flaw("d", lambda b: (b.rest["margin_eur"] + b.rest["packing_eur"]).mean(), PACKING),
            Flaw("g", lambda b: b.rest["margin_eur"].median(), MIDDLE),
            Flaw(
                "ia",
                lambda b: b.orders[~b.orders["first"]]["margin_eur"].mean(),
                "Later orders of all channels were counted, and not those by store.",
            ),
        ),
    ),
    Sentence(
        "ahead",
        (
            "A newcomer by store has {} later orders to come.",
            "By store, {} later orders are to come from a newcomer.",
        ),
        digits=2,
        right=lambda b: ahead(b.fit) / b.overshoot,
        flaws=(
            Flaw("d", lambda b: ahead(b.fit), "It was not divided by the overshoot."),
            Flaw("b", lambda b: ahead(b.fit_some) / b.overshoot, "Those who ordered once were left out of the fit."),
            Flaw("c", lambda b: ahead(b.fit, weeks=104) / b.overshoot, "Only 104 weeks were counted."),
            Flaw("d", lambda b: ahead(b.fit, discount=0.0) / b.overshoot, "The discount was left out."),
        ),
    ),
    Sentence(
        "after",
        (
            "In raised months, the next newcomer by store costs {} euros.",
            "The next newcomer by store costs {} euros in raised months.",
        ),
        right=lambda b: min(b.costs["next"], MOST),
        flaws=(
            Flaw("g", lambda b: b.costs["raised"], "This is the average of raised months, and not the next one."),
            Flaw("g", lambda b: b.costs["usual"], "This is the average of usual months, and not the next one."),
            Flaw(
                "g",
                lambda b: b.costs["next"] * b.costs["usual"] / b.costs["raised"],
                "This is the average of the extra ones, and not the next one.",
            ),
        ),
    ),
    # Right, and surprising.
    Sentence(
        "alive",
        (
            "Of newcomers by store who ordered once, {} of 100 are still there, says the BG/NBD fitted to the "
            "newcomers by store.",
            "Among newcomers by store who ordered once, the BG/NBD fitted to all newcomers by store counts "
            "{} of 100 as still there.",
        ),
        surprises=True,
        why="In this model nobody can leave before a second order. The figure comes from the model, and not from what people did.",
        right=lambda b: alive(b, b.fit),
        flaws=(Flaw("l", lambda b: alive(b, b.pareto), "This is what Pareto/NBD says, and not BG/NBD."),),
    ),
    Sentence(
        "times",
        (
            "In raised months, the next newcomer by store costs {} times the average one of usual months.",
            "The next newcomer by store costs, in raised months, {} times what one costs on average in usual months.",
        ),
        digits=1,
        surprises=True,
        why="Who comes cheaply comes first, so the last ones of a raised month are many times as dear.",
        right=lambda b: b.costs["next"] / b.costs["usual"],
        flaws=(
            Flaw("g", lambda b: b.costs["raised"] / b.costs["usual"], "Two averages were compared."),
            Flaw("a", lambda b: b.costs["next"] / b.costs["raised"], "It was divided by the average of raised months."),
        ),
    ),
    Sentence(
        "tenth",
        (
            "Of every 100 euros of margin that newcomers by store have left up to now, {} come from the best tenth of them.",
            "The best tenth of newcomers by store have left {} of every 100 euros of all their margin up to now.",
        ),
        surprises=True,
        why="Many order once, and some leave a loss, so a few bring most of it.",
        right=lambda b: best_tenth(b.margin, b.margin.sum()),
        flaws=(
            Flaw("l", lambda b: best_tenth(b.sales, b.sales.sum()), "This is their share of sales, and not of margin."),
            Flaw(
                "a",
                lambda b: 100 * b.margin.nlargest(len(b.margin) // 10).sum() / b.sales.sum(),
                "It was divided by what all paid, and not by what is left.",
            ),
        ),
    ),
    # Others.
    Sentence(
        "once",
        (
            "Of 100 newcomers by store, {} have ordered once up to now.",
            "Up to now, {} of 100 newcomers by store have ordered once and no more.",
        ),
        right=lambda b: 100 * (b.mine["x"] == 0).mean(),
        flaws=(
            Flaw("a", lambda b: 100 * (b.mine["x"] == 0).sum() / len(b.store), "It was divided by orders."),
            Flaw("ia", lambda b: 100 * (b.history["x"] == 0).mean(), "All channels were counted, and not store."),
        ),
    ),
    Sentence(
        "kept",
        (
            "Of every 100 euros that newcomers by store paid, {} are left as margin.",
            "Margin is {} of every 100 euros that newcomers by store paid.",
        ),
        right=lambda b: 100 * b.store["margin_eur"].sum() / b.store["paid_eur"].sum(),
        flaws=(
            Flaw(
                "d",
                lambda b: 100 * (b.store["margin_eur"] + b.store["packing_eur"]).sum() / b.store["paid_eur"].sum(),
                PACKING,
            ),
            Flaw(
                "ia",
                lambda b: 100 * b.orders["margin_eur"].sum() / b.orders["paid_eur"].sum(),
                "All channels were counted, and not store.",
            ),
        ),
    ),
    Sentence(
        "losses",
        (
            "Of 100 newcomers by store, {} have left a loss up to now, all their orders together.",
            "Up to now, {} of 100 newcomers by store have a margin below zero, all their orders together.",
        ),
        digits=1,
        right=lambda b: 100 * (b.margin < 0).mean(),
        flaws=(
            Flaw(
                "el",
                lambda b: 100 * (b.store["margin_eur"] < 0).mean(),
                "Orders with a loss were counted, and not customers.",
            ),
            Flaw(
                "b",
                lambda b: 100 * (b.margin[b.mine.index[b.mine["x"] > 0]] < 0).mean(),
                "Those who ordered once were left out.",
            ),
        ),
    ),
    Sentence(
        "watched",
        (
            "From her first order to the end of the data, a newcomer by store was watched for {} weeks on average.",
            "On average, {} weeks lie between the first order of a newcomer by store and the end of the data.",
        ),
        right=lambda b: b.mine["T"].mean(),
        flaws=(
            Flaw("c", lambda b: b.mine["t_x"].mean(), "It was counted up to her last order, and not to the end."),
            Flaw(
                "c",
                lambda b: b.mine[b.mine["x"] > 0]["t_x"].mean(),
                "It was counted from first to last order, of those who came back.",
            ),
        ),
    ),
    Sentence(
        "mailed",
        (
            "Mailings to a newcomer, of any channel, have cost {} euros on average up to now.",
            "Up to now, {} euros have been spent on mailings to a newcomer (all channels), on average.",
        ),
        digits=1,
        right=lambda b: b.mail.mean(),
        flaws=(
            Flaw("a", lambda b: b.mail.sum() / len(b.orders), "It was divided by orders, and not by newcomers."),
            Flaw(
                "e",
                lambda b: b.orders["customer_id"].map(b.mail).sum() / len(b.mail),
                "Each mailing was counted once for every order of hers.",
            ),
        ),
    ),
)
