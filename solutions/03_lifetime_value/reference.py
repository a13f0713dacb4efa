"""Lesson 03, worked out once: what hidden tests, ranges, stories, gate and debrief compute with.

Each exercise's function takes what the student's takes and gives what it should give. The others make an
exercise's arguments from a company's tables, or say what is so in truth. They are written apart from the
lesson's own solutions, so that the two hold each other.
"""

import math

import numpy as np
import pandas as pd
from scipy.special import gammaln

from classroom import clv

YEAR_WEEKS = 365.25 / 7
HORIZON = 156  # season-adjusted weeks: three years
DISCOUNT = 0.1  # per year
KEPT = 0.93  # of later orders, if a newcomer is not mailed: the text tells it, as students' data cannot
FIRST_HALF = pd.Timedelta(days=182)
YEAR = pd.Timedelta(days=365)


def margin_multiple(members, yearly):
    """Margins that a member still pays, worth today, over one month's margin: a mean over all members."""
    i = math.exp(math.log1p(yearly) / 12) - 1
    stay = members["stay"].to_numpy(float)
    each = 1 / ((1 + i) / stay - 1)
    return float(np.average(each, weights=members["members"]))


def sbg_log_likelihood(a, b, members):
    """Log-likelihood of a shifted-beta-geometric law: who left after `periods`, and who is still there."""

    def log_beta(p, q):
        return gammaln(p) + gammaln(q) - gammaln(p + q)

    gone = members["left"].astype(bool).to_numpy()
    stayed = members["periods"].to_numpy(float) - gone
    return float((log_beta(a + gone, b + stayed) - log_beta(a, b)).sum())


def summary(orders):
    """Per customer: orders after the first, weeks from first to last order, weeks from first to the end."""
    times = orders.groupby("customer_id")["week"]
    first, last = times.min(), times.max()
    return pd.DataFrame({"x": times.size() - 1, "t_x": last - first, "T": orders["week"].max() - first})


def three_terms(r, alpha, a, b, customers):
    """Per customer `x` and the logarithms `front`, `there` and `left` of a BG/NBD law; `left` is 0 where `x` is.

    Fader, Hardie and Lee (2005), equation 6: its terms before the last step.
    """
    x, t_x, end = (customers[name].to_numpy(float) for name in ("x", "t_x", "T"))
    front = gammaln(r + x) - gammaln(r) + r * math.log(alpha)
    stays = gammaln(b + x) + gammaln(a + b) - gammaln(b) - gammaln(a + b + x)
    gone = a / (b + np.maximum(x, 1) - 1)  # odds of having left right after the last order, chances alone
    there = stays - (r + x) * np.log(alpha + end)
    left = np.where(x > 0, stays + np.log(gone) - (r + x) * np.log(alpha + t_x), 0.0)
    return pd.DataFrame({"x": customers["x"], "front": front, "there": there, "left": left})


def bgnbd_log_likelihood(terms):
    """Log-likelihood of a BG/NBD law, all customers together, from each one's three terms."""
    left = terms["left"].mask(terms["x"] == 0, -np.inf)
    return float((terms["front"] + np.logaddexp(terms["there"], left)).sum())


def forecast(known, r, alpha, a, b):
    """Per known customer: probability of being there, expected orders and margin (EUR) of the next 52 weeks."""
    law = clv.BGNBD(r, alpha, a, b)
    history = [known[name].to_numpy(float) for name in ("x", "t_x", "T")]
    made = pd.DataFrame({"p_alive": law.p_alive(*history), "orders": law.expected(52, *history)}, known.index)
    made["margin_eur"] = made["orders"] * known["order_margin_eur"]
    return made


def overshoot(newcomers, r, alpha, a, b):
    """Orders after the first that a BG/NBD law expects of newcomers up to the end, per order that they placed."""
    law = clv.BGNBD(r, alpha, a, b)
    expected = np.array([float(law.expected_new(weeks)) for weeks in newcomers["T"]])
    return float(expected.sum() / newcomers["x"].to_numpy(float).sum())


def next_cost(channels):
    """By channel, in EUR: what a newcomer costs in raised months on average, an extra one, and the next one.

    By the curve itself: with saturation s, r times the usual spend brings r / (1 - s + s r) times as many.
    """
    r, usual = channels["r"], channels["usual"]
    bend = r / channels["q"]
    s = (bend - 1) / (r - 1)
    made = {"average": usual * bend, "extra": usual * bend / (1 - s), "next": usual * bend**2 / (1 - s)}
    return pd.DataFrame(made)


def channel_value(orders, later):
    """Per channel: mean margin of a first order, and expected later orders at the mean margin of a later one."""
    means = orders.groupby(["channel", "first"])["margin_eur"].mean().unstack()
    return (means[True] + later.reindex(means.index) * means[False]).rename_axis("channel")


def limits(crowds):
    """Per channel: the middle 95 of 100 values, and the share of crowds in which the next customer pays."""
    made = {}
    for name, rows in crowds.groupby("channel"):
        low, high = np.percentile(rows["value_eur"], [2.5, 97.5])
        made[name] = {"low_eur": low, "high_eur": high, "pays": (rows["value_eur"] > rows["next_eur"]).mean()}
    return pd.DataFrame(made).T.rename_axis("channel")


# ------------------------------------------------------------------------------ from a company's tables


def order_margins(company):
    """Per order, in EUR: what is left after goods, refunds, handling, packing, tickets and goodwill."""
    orders, lines = company["orders"].set_index("order_id"), company["order_lines"]
    rates = company["activity_costs"].set_index("activity")["rate_eur"].astype(float)
    back, tickets = company["returns"], company["tickets"]
    sold = (lines["paid_eur"] - lines["quantity"] * lines["unit_cost_eur"]).groupby(lines["order_id"]).sum()
    returned = (back["refund_eur"] + back["handling_cost_eur"]).groupby(back["order_id"]).sum()
    service = (tickets["goodwill_eur"].fillna(0) + rates["ticket"]).groupby(tickets["order_id"]).sum()
    packing = (orders["channel"].astype(str) + "_order").map(rates)
    parts = [part.astype(float).reindex(orders.index, fill_value=0.0) for part in (sold, returned, service)]
    return (parts[0] - parts[1] - parts[2] - packing.astype(float)).rename("margin_eur")


def weeks_of(company, times):
    """Season-adjusted weeks since the books opened of moments, by the day."""
    clock = company["clock"].set_index("date_on")["season_week"]
    return times.dt.tz_localize(None).dt.normalize().map(clock).astype(float)


def newcomers_orders(company):
    """Orders of all whose first one in the books lies after the first half-year, with week, channel and margin."""
    orders = company["orders"].sort_values(["ordered_at", "order_id"])
    orders = orders.assign(margin_eur=orders["order_id"].map(order_margins(company)))
    orders = orders.assign(week=weeks_of(company, orders["ordered_at"]))
    first_at = orders.groupby("customer_id")["ordered_at"].transform("min")
    came_by = company["customers"].set_index("customer_id")["acquisition_channel"].astype(str)
    orders = orders.assign(channel=orders["customer_id"].map(came_by), first=~orders["customer_id"].duplicated())
    return orders[first_at >= orders["ordered_at"].min() + FIRST_HALF].reset_index(drop=True)


def all_weeks(company):
    """All orders with their season-adjusted week: what `summary` takes."""
    orders = company["orders"]
    return (orders[["customer_id"]].assign(week=weeks_of(company, orders["ordered_at"])),)


def tenures_of(company):
    """Months of membership, and whether it was ended, of all members of the Club."""
    end = company["orders"]["ordered_at"].max().normalize() + pd.Timedelta(days=1)
    return clv.tenures(company["subscriptions"], end)


def club_of(company):
    """Two parameters and the Club's members: what `sbg_log_likelihood` takes."""
    return 0.8, 6.5, tenures_of(company).reset_index(drop=True)


def plans_of(company):
    """Members and their monthly staying rate by plan: what `margin_multiple` takes."""
    plan = company["subscriptions"]["plan"].astype(str)
    made = tenures_of(company)
    plan = plan.reindex(made.index)
    asked = made["periods"].groupby(plan).sum()
    stay = 1 - made["left"].groupby(plan).sum() / asked
    return pd.DataFrame({"members": plan.value_counts().reindex(stay.index), "stay": stay}).reset_index(drop=True), 0.08


def terms_of(company):
    """Each customer's three terms: what `bgnbd_log_likelihood` takes."""
    return (three_terms(0.4, 6.0, 0.7, 3.0, summary(*all_weeks(company))),)


def orders_of_known(company):
    """Expected orders of each known customer in the next 52 season-adjusted weeks."""
    rows = summary(*all_weeks(company))
    model = clv.BGNBD.fit(rows["x"], rows["t_x"], rows["T"]).model
    return pd.Series(model.expected(52, rows["x"], rows["t_x"], rows["T"]), rows.index)


def known_customers(company):
    """Histories with each customer's mean margin, and four parameters: what `forecast` takes."""
    if "week" in company["orders"]:  # the page and its six customers
        return company["known"].set_index("customer_id"), 0.5, 4.0, 0.8, 2.5
    orders = newcomers_orders(company)
    known = summary(orders)
    known["order_margin_eur"] = orders.groupby("customer_id")["margin_eur"].mean().round(2)
    return known, 0.4, 6.0, 0.7, 3.0


def last_years(company):
    """Histories of the newcomers of the last year, and four parameters: what `overshoot` takes."""
    orders = newcomers_orders(company)
    return last_year(company, orders)[1], 0.4, 6.0, 0.7, 3.0


def by_channel(company):
    """Newcomers' orders with a margin, and later orders to be expected by channel: what `channel_value` takes."""
    orders = newcomers_orders(company)
    orders["revenue_eur"] = orders["order_id"].map(company["order_lines"].groupby("order_id")["paid_eur"].sum())
    orders = orders[["customer_id", "channel", "first", "revenue_eur", "margin_eur"]]
    names = sorted(orders["channel"].unique())
    return orders, pd.Series(np.linspace(1.5, 4.5, len(names)), pd.Index(names, name="channel"))


def raised_of(company):
    """By channel: the usual cost of a newcomer (EUR), r times the spend and q times as many: what `next_cost` takes.

    Where raised spend brought nobody on top by chance, a few are taken to have come.
    """
    costs = costs_of_winning(company)
    q = (costs["times"] * costs["usual"] / costs["raised"]).clip(lower=1.05)
    return (pd.DataFrame({"usual": costs["usual"], "r": costs["times"], "q": q}).rename_axis("channel"),)


def crowds_of(company):
    """Two hundred crowds with the value and the next cost of each channel: what `limits` takes."""
    rng = np.random.default_rng(len(company["orders"]))
    names = sorted(company["customers"]["acquisition_channel"].astype(str).unique())
    rows = pd.DataFrame({"draw": np.repeat(np.arange(200), len(names)), "channel": names * 200})
    middle = rows["channel"].map(dict(zip(names, np.linspace(20, 90, len(names)), strict=True)))
    rows["value_eur"] = middle * (1 + 0.15 * rng.standard_normal(len(rows)))
    rows["next_eur"] = (110 - middle) * (1 + 0.2 * rng.standard_normal(len(rows)))
    return (rows,)


def forecast_books(company):
    """What finance knows of a forecast from elsewhere: how many customers, their orders, their margin."""
    return _totals(forecast(*known_customers(company)))


def _totals(made):
    return {"customers": len(made), "orders": made["orders"].sum(), "margin_eur": made["margin_eur"].sum()}


# -------------------------------------------------------------------------- the decision and its truth


def spend_and_newcomers(company):
    """By month (from the fourth on) and channel: what was spent (EUR), and how many customers came.

    Many of those who first show up in the first three months are older than the books.
    """
    spend = company["acquisition_spend"].assign(channel=company["acquisition_spend"]["channel"].astype(str))
    spend = spend.pivot(index="month_on", columns="channel", values="spend_eur").astype(float).iloc[3:]
    people = company["customers"]
    month = people["signed_up_at"].dt.tz_localize(None).dt.to_period("M").dt.to_timestamp()
    came = pd.crosstab(month, people["acquisition_channel"].astype(str))
    return spend, came.reindex(index=spend.index, columns=spend.columns, fill_value=0)


def costs_of_winning(company):
    """`clv.costs_of_winning` of a company, as a table with a row per channel."""
    spend, came = spend_and_newcomers(company)
    return pd.DataFrame(clv.costs_of_winning(spend, came), spend.columns)


def fits_of(company):
    """Newcomers' orders, and per channel their histories and a BG/NBD fit to them."""
    orders = newcomers_orders(company)
    history = clv.summarise(orders, clock=clv.Season.of(company["clock"]))
    came_by = orders.drop_duplicates("customer_id").set_index("customer_id")["channel"].reindex(history.index)
    fits = {name: clv.BGNBD.fit(rows["x"], rows["t_x"], rows["T"]) for name, rows in history.groupby(came_by)}
    return orders, history, came_by, fits


def last_year(company, orders):
    """The newcomers of before the last year, as they stood when it began, and those who came in it.

    Two tables with `x`, `t_x` and `T`; of the second, `T` ends with the data. As in the lesson's cells, weeks go by
    the moment of an order and up to midnight after the last day. By whole days, expected later orders would come
    out a hundredth higher.
    """
    season = clv.Season.of(company["clock"])
    begins = company["orders"]["ordered_at"].max().normalize() + pd.Timedelta(days=1) - YEAR
    before = clv.summarise(orders[orders["ordered_at"] < begins], until=begins, clock=season)
    return before, clv.summarise(orders, clock=season).drop(before.index)


def held_out(company, orders):
    """A fit to the newcomers of before the last year, their histories, and those of the last year's newcomers."""
    before, after = last_year(company, orders)
    return clv.BGNBD.fit(before["x"], before["t_x"], before["T"]), before, after


def values(company, fitted):
    """Per channel, in EUR: what a newcomer like those of the last year is worth, as the lesson estimates it.

    Later orders are those of all newcomers' fits, divided by the overshoot; first orders are the last year's own.
    """
    orders, _, _, fits = fitted
    fit, _, recent = held_out(company, orders)
    too_many = overshoot(recent, *fit.parameters.values())
    return channel_value(counted(orders, recent), later_orders(fits, too_many))


def counted(orders, recent):
    """Orders without the first ones of those who came before the last year."""
    return orders[~orders["first"] | orders["customer_id"].isin(recent.index)]


def later_orders(fits, too_many=1.0):
    """Per channel: expected orders of a newcomer who is not mailed, within the horizon and after the first, discounted.

    `too_many`: by what a year that the model has not seen divides them.
    """
    made = {name: float(clv.lifetime_value(fit.model, HORIZON, discount=DISCOUNT)) for name, fit in fits.items()}
    return KEPT * pd.Series(made).rename_axis("channel") / too_many


def mailing_costs(company, fitted):
    """Per channel, in EUR: what three years of mailings to a newcomer cost at today's pace, discounted."""
    _, history, came_by, _ = fitted
    mail = company["touches"].groupby("customer_id")["cost_eur"].sum().astype(float).reindex(history.index, fill_value=0.0)
    a_euro_a_week = (1 + DISCOUNT) ** (-np.arange(HORIZON) / 52)
    return a_euro_a_week.sum() * mail.groupby(came_by).sum() / history["T"].groupby(came_by).sum()


def mailings_bring(fitted):
    """Per channel, in EUR: what they bring at most, as the lesson reckons it; the overshoot is not taken off."""
    orders, _, _, fits = fitted
    later = orders[~orders["first"]].groupby("channel")["margin_eur"].mean()
    return (1 / KEPT - 1) * later_orders(fits) * later


def stakes(company, fitted, worth, limit, costs):
    """What a year's newcomers leave once the spend is taken off (EUR a year), along the curves of the raised months.

    Rows: spend as now, her plan, `limit`, and `limit` less what mailings cost. Columns: `mailed` as now, `not mailed`.
    """
    came = 12 * spend_and_newcomers(company)[1].mean()
    plan = pd.DataFrame({"average_cost_eur": costs["usual"], "saturation": costs["saturation"].clip(0.01, 0.99)})
    net = (mailings_bring(fitted) - mailing_costs(company, fitted)).reindex(plan.index)
    limit, worth = limit.reindex(plan.index), worth.reindex(plan.index)
    ways = {"mailed": worth + net, "not mailed": worth}
    made = {
        "as now": {way: gain(each, came, plan, dict.fromkeys(plan.index, 1.0)) for way, each in ways.items()},
        "plan": {way: gain(each, came, plan, costs["times"]) for way, each in ways.items()},
        "limits": {way: gain_of_limits(each, came, plan, limit) for way, each in ways.items()},
        "limits if mailed": {way: gain_of_limits(each, came, plan, limit + net) for way, each in ways.items()},
    }
    return pd.DataFrame(made).T


def drawn_crowds(company, fitted=None, draws=1000, seed=1):
    """Per draw and channel: the value of a newcomer and the cost of the next one (EUR).

    Customers are drawn anew, and all models move with them: those of the channels, and the one that is held
    against the last year. How many come in a month varies as counts do.
    """
    orders, history, came_by, fits = fitted or fits_of(company)
    rng = np.random.default_rng(seed)
    spend, came = spend_and_newcomers(company)
    after = clv.costs_of_winning(spend, rng.poisson(came, (draws, *came.shape)))["next"]
    after = pd.DataFrame(after, columns=spend.columns)
    first = orders[orders["first"]].set_index("customer_id")["margin_eur"]
    later = orders[~orders["first"]].groupby("customer_id")["margin_eur"].sum()
    each = history.assign(first=first, later=later).fillna({"later": 0.0})
    drawn = rng.multinomial(len(each), np.full(len(each), 1 / len(each)), draws)
    held = held_out(company, orders)
    over, recent = _drawn_overshoot(held, each.index, drawn), each.index.isin(held[2].index)
    made = []
    for name, rows in each.groupby(came_by):
        here = (came_by == name).to_numpy()
        times, young = drawn[:, here], drawn[:, here & recent]
        models = clv.refitted(fits[name], (rows["x"], rows["t_x"], rows["T"]), times)
        ahead = KEPT * np.array([clv.lifetime_value(model, HORIZON, discount=DISCOUNT) for model in models]) / over
        one = young @ each["first"][here & recent] / young.sum(axis=1)
        value = one + times @ rows["later"] / (times @ rows["x"]) * ahead
        columns = {"draw": range(draws), "channel": name, "value_eur": value, "next_eur": after[name]}
        made.append(pd.DataFrame(columns))
    return pd.concat(made, ignore_index=True)


def _drawn_overshoot(held, customers, drawn):
    """`overshoot` in each crowd. `drawn`: crowds x `customers`."""
    fit, before, after = held
    moved = clv.refitted(fit, (before["x"], before["t_x"], before["T"]), drawn[:, customers.isin(before.index)])
    times = drawn[:, customers.isin(after.index)]
    expected = [crowd @ model.expected_new(after["T"]) for crowd, model in zip(times, moved, strict=True)]
    return np.array(expected) / (times @ after["x"])


def true_values(company, truth, orders=None, kept=KEPT):
    """Per channel, in EUR: what newcomers like those of the last year are worth in truth.

    They are not mailed; `kept=1` counts the orders that mailings bring, and not what mailings cost.

    Counted are those who truly came then; some who first show up are older than the books. One channel's are
    few, so the mean of their own is mostly chance. A channel's worth is therefore that of all who truly came in
    these years, times how much less those of the last year are worth, all channels together.
    """
    orders = newcomers_orders(company) if orders is None else orders
    nature = truth["truth_customers"].set_index("customer_id")
    new = nature.index[~nature["came_before"]]
    recent = last_year(company, orders)[1].index.intersection(new)
    every = recent.union(summary(orders).index.intersection(new))
    came_by = orders.drop_duplicates("customer_id").set_index("customer_id")["channel"]
    many = came_by[recent].value_counts()
    lately, always = (_true_worth(company, nature, orders, who, kept) for who in (recent, every))
    return (always * (lately * many).sum() / (always * many).sum()).rename_axis("channel")


def _true_worth(company, nature, orders, who, kept=KEPT):
    """Per channel, in EUR: what the newcomers `who` are worth in truth.

    How often they order and how much they spend is their own nature, which the truth tables know; how far
    Fernhill's app, discounts and service have moved their orders is taken from all channels together. `kept` of later
    orders are left if she is not mailed. What an order costs to serve, and what share of a euro is left, are the
    channel's own, as in the ledger.
    """
    history, mine = summary(orders).loc[who], nature.loc[who]
    came_by = orders.drop_duplicates("customer_id").set_index("customer_id")["channel"][who]
    rate, hazard = mine["purchase_rate_per_week"], mine["dropout_rate_per_week"]
    by_now = rate / hazard * (1 - np.exp(-hazard * history["T"]))
    both = hazard + math.log1p(DISCOUNT) / YEAR_WEEKS
    ahead = kept * rate / both * (1 - np.exp(-both * HORIZON)) * history["x"].sum() / by_now.sum()

    paid = company["order_lines"].groupby("order_id")["paid_eur"].sum().astype(float)
    spent, typical = orders["order_id"].map(paid), orders["customer_id"].map(nature["mean_order_value_eur"])
    left = np.polyfit(spent, orders["margin_eur"], 1)[0]  # of another euro that a customer spends
    seen = spent.groupby([orders["channel"], orders["first"]]).mean().unstack()
    value = mine["mean_order_value_eur"] * spent.sum() / typical.sum()
    first = value.groupby(came_by).mean()
    later = (value * ahead).groupby(came_by).sum() / ahead.groupby(came_by).sum()
    margin = orders.groupby(["channel", "first"])["margin_eur"].mean().unstack()
    margin = margin + left * (pd.DataFrame({True: first, False: later}) - seen)
    return margin[True] + margin[False] * ahead.groupby(came_by).mean()


def lately(company, nature, orders):
    """What the newcomers of the last three months are worth over what those of the last year are, all channels together."""
    recent = last_year(company, orders)[1].index.intersection(nature.index[~nature["came_before"]])
    first_at = orders.groupby("customer_id")["ordered_at"].min()[recent]
    last = recent[(first_at >= first_at.max() - pd.Timedelta(days=91)).to_numpy()]
    channel = orders.drop_duplicates("customer_id").set_index("customer_id")["channel"][recent]
    mine, all_of_them = (_true_worth(company, nature, orders, who) for who in (last, recent))
    many = channel.value_counts()
    return float((mine * many).sum() / (all_of_them * many).sum())


def known_in_truth(company, nature):
    """Known customers' orders of the next year, forecast over true: all, those of before the last year, those of it.

    The truth leaves out Fernhill's mailings and offers. And the model takes the last year's newcomers for
    earlier ones. So the forecast is also held against the orders of the last year, of those known before it.
    """
    said = orders_of_known(company)
    true = nature.loc[said.index, "expected_orders_next_year"]
    orders = company["orders"]
    cut = orders["ordered_at"].max().normalize() + pd.Timedelta(days=1) - YEAR
    past = orders[orders["ordered_at"] < cut]
    rows = summary(past[["customer_id"]].assign(week=weeks_of(company, past["ordered_at"])))
    then = clv.BGNBD.fit(rows["x"], rows["t_x"], rows["T"]).model.expected(52, rows["x"], rows["t_x"], rows["T"]).sum()
    came = (orders["customer_id"].isin(rows.index) & (orders["ordered_at"] >= cut)).sum()
    old = said.index.isin(rows.index)
    return {
        "expected over true": float(said.sum() / true.sum()),
        "expected over true, of before the last year": float(said[old].sum() / true[old].sum()),
        "expected over true, of the last year": float(said[~old].sum() / true[~old].sum()),
        "rank correlation": float(said.rank().corr(true.rank())),
        "the last year, expected over came": float(then / came),
    }


def true_next(company, truth, costs=None):
    """Per channel, in EUR: what the next newcomer truly costs at raised spend."""
    times = (costs_of_winning(company) if costs is None else costs)["times"]
    plan = truth["truth_acquisition"].set_index(truth["truth_acquisition"]["channel"].astype(str)).reindex(times.index)
    s = plan["saturation"]
    return plan["average_cost_eur"] * (1 - s + s * times) ** 2 / (1 - s)


def reached(limit, usual, wears):
    """How many times the usual is spent until the next newcomer costs `limit`; `usual`: her average cost, `wears`: s."""
    own = 1 - wears
    return max((math.sqrt(max(limit, 0.0) * own / usual) - own) / wears, 0.0)


def gain(worth, came, plan, times):
    """What a year's newcomers are worth above what winning them costs (EUR), at `times` the usual spend by channel.

    `came`: a usual year's newcomers. `plan`: the truth on channels, with `average_cost_eur` and `saturation`.
    """
    s, r = plan["saturation"], pd.Series(times).reindex(plan.index)
    return float((came * r / (1 - s + s * r) * worth - came * plan["average_cost_eur"] * r).sum())


def gain_of_limits(worth, came, plan, limits):
    """The same if each channel spends until the next newcomer costs her limit."""
    times = {name: reached(limits[name], row["average_cost_eur"], row["saturation"]) for name, row in plan.iterrows()}
    return gain(worth, came, plan, times)


def channels_in_truth(truth):
    """Per channel what the truth says of winning customers, in the order of their names."""
    plan = truth["truth_acquisition"]
    return plan.set_index(plan["channel"].astype(str)).sort_index()[["average_cost_eur", "saturation"]].astype(float)


# Per business: contract or not, and whether its customers can buy at any time.
BUSINESSES = {
    "gym": (True, False),
    "credit_card": (True, True),
    "grocer": (False, True),
    "yearly_fair": (False, False),
    "streaming": (True, False),
    "online_shop": (False, True),
}
_LETTERS = {(True, False): "a", (True, True): "b", (False, False): "c", (False, True): "d"}


def _why_not(right, other):
    if right[0] != other[0]:
        return (
            "Who leaves must say so here, and the firm sees the day. So there is a contract."
            if right[0]
            else "Nobody tells the firm that she has left. So there is no contract."
        )
    return (
        "She can pay on any day that she likes, and not on set dates."
        if right[1]
        else "She pays on set dates, and not on any day that she likes."
    )


KINDS = {
    name: (
        _LETTERS[kind],
        {letter: _why_not(kind, other) for other, letter in _LETTERS.items() if other != kind},
    )
    for name, kind in BUSINESSES.items()
}
