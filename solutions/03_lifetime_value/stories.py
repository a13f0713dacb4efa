"""Lesson 03 on any company: its numbers, and which of its sentences they bear out."""

import numpy as np
import pandas as pd
import reference

from classroom import clv

YEAR = pd.Timedelta(days=365)


def facts(company, truth=None):
    """The lesson's numbers on one company. Shares are parts of 1, money in euros.

    `company` and `truth` are mappings from a table's name to its frame; without truth its rows are left out.
    """
    end = company["orders"]["ordered_at"].max().normalize() + pd.Timedelta(days=1)
    fitted = reference.fits_of(company)
    orders, history, _, _ = fitted
    held, _, recent = reference.held_out(company, orders)
    worth, told = reference.values(company, fitted), reference.limits(reference.drawn_crowds(company, fitted))
    costs = reference.costs_of_winning(company)
    out = _sales_per_euro(company) | _club(company, end) | _shop(company, end)
    for name in worth.index:
        out |= {
            f"worth, {name}": worth[name],
            f"worth, {name}, lower end": told.loc[name, "low_eur"],
            f"worth, {name}, upper end": told.loc[name, "high_eur"],
            f"usual cost, {name}": costs.loc[name, "usual"],
            f"raised cost, {name}": costs.loc[name, "raised"],
            f"next cost, {name}": costs.loc[name, "next"],
            f"pays, {name}": told.loc[name, "pays"],
        }
    margin = orders.groupby(["channel", "first"])["margin_eur"].mean().unstack()
    mail = company["touches"].groupby("customer_id")["cost_eur"].sum().astype(float)
    spent, stakes = reference.mailing_costs(company, fitted), reference.stakes(company, fitted, worth, told["low_eur"], costs)
    ahead = reference.later_orders(fitted[3], reference.overshoot(recent, *held.parameters.values()))
    brings = (1 / reference.KEPT - 1) * ahead * margin[False]
    out |= {f"left a year, {way}, {spend}": stakes.loc[spend, way] for spend in stakes.index for way in stakes.columns}
    out |= {
        "three years of mailings, cheapest channel": spent.min(),
        "three years of mailings, dearest channel": spent.max(),
        "what they bring, most": brings.max(),
        "next over usual cost, median of channels": (costs["next"] / costs["usual"]).median(),
        "channels whose later orders bring more than first ones": float((margin[False] > margin[True]).sum()),
        "overshoot of the last year": reference.overshoot(recent, *held.parameters.values()),
        "orders of the last week, of all": (end - company["orders"]["ordered_at"] < pd.Timedelta(days=7)).mean(),
        "mailings to a newcomer": mail.reindex(history.index, fill_value=0.0).mean(),
    }
    return out if truth is None else out | _truth(company, truth, orders, worth, costs, told)


def _sales_per_euro(company):
    orders = company["orders"]
    paid = company["order_lines"].groupby("order_id")["paid_eur"].sum().astype(float)
    came_by = company["customers"].set_index("customer_id")["acquisition_channel"].astype(str)
    spend = company["acquisition_spend"]
    cost = spend["spend_eur"].astype(float).groupby(spend["channel"].astype(str)).sum() / came_by.value_counts()
    first = orders.groupby("customer_id")["ordered_at"].transform("min")
    mine = orders[(orders["ordered_at"] < first + YEAR) & (first <= orders["ordered_at"].max() - YEAR)]
    spent = mine["order_id"].map(paid).groupby(mine["customer_id"]).sum()
    return {"sales of the first year per euro spent, lowest": (spent.groupby(came_by).mean() / cost).min()}


def _club(company, end):
    """A year ahead for the members at the cut: one mean rate, the sBG, the truth; and what use tells."""
    members, cut = company["subscriptions"], end - YEAR
    tenure, early = clv.tenures(members, end), clv.tenures(members, cut)
    law = clv.ShiftedBetaGeometric.fit(early["periods"], early["left"]).model
    there = early[~early["left"]]
    churn = early["left"].sum() / early["periods"].sum()
    ahead = law.survival(there["periods"] + 12) / law.survival(there["periods"])
    joined = members["started_on"].dt.to_period("M").dt.to_timestamp()
    could = members["started_on"] + pd.DateOffset(months=12) < end.tz_localize(None)
    full = members[could & ((tenure["periods"] > 4) | ~tenure["left"])]
    use = company["usage"].merge(full[["customer_id"]].assign(joined=joined), on="customer_id")
    month = (use["month_on"].dt.year - use["joined"].dt.year) * 12 + use["month_on"].dt.month - use["joined"].dt.month
    used = use[month.between(1, 3)].groupby("customer_id")["benefits_used"].sum()
    used = full["customer_id"].map(used).fillna(0)
    rank = used.groupby(full["plan"].astype(str)).rank(pct=True)
    stays = (~tenure["left"] | (tenure["periods"] > 12)).reindex(full.index)
    curve = _survival(tenure)
    return {
        "Club, of all who join still there after a year": curve[12],
        "Club, of all who join still there after two years": curve[24],
        "Club, a year ahead: one mean rate": (1 - churn) ** 12,
        "Club, a year ahead: sBG": ahead.mean(),
        "Club, a year ahead: stayed": (~tenure["left"].reindex(there.index)).mean(),
        "Club, stay for a year: least use": stays[rank <= 1 / 3].mean(),
        "Club, stay for a year: most use": stays[rank > 2 / 3].mean(),
    }


def _survival(tenure):
    """Share of the Club's members who are still there after 0 to 24 months."""
    left = tenure[tenure["left"]]["periods"].value_counts()
    stays = [1 - left.get(month, 0) / (tenure["periods"] >= month).sum() for month in range(25)]
    return np.cumprod(stays)


def _shop(company, end):
    """Two years seen, the third forecast: on both clocks, without one-time buyers, and by two models."""
    orders, cut = company["orders"], end - YEAR
    day = orders["ordered_at"].dt.tz_localize(None).dt.normalize()
    clocks = {
        "calendar": (day - day.min()).dt.days / 7,
        "season": reference.weeks_of(company, orders["ordered_at"]),
    }
    past = orders["ordered_at"] < cut
    who = orders.loc[past, "customer_id"]
    came = (~past & orders["customer_id"].isin(who)).sum()
    out = {}
    for name, week in clocks.items():
        rows = reference.summary(pd.DataFrame({"customer_id": who, "week": week[past]}))
        model = clv.BGNBD.fit(rows["x"], rows["t_x"], rows["T"]).model
        out[f"third year, {name}: expected over came"] = model.expected(52, rows["x"], rows["t_x"], rows["T"]).sum() / came
    pareto = clv.ParetoNBD.fit(rows["x"], rows["t_x"], rows["T"]).model
    some = rows[rows["x"] > 0]
    without = clv.BGNBD.fit(some["x"], some["t_x"], some["T"]).model
    once = rows[(rows["x"] == 0) & (rows["T"] > 78)]
    expected = {one: one.expected(52, rows["x"], rows["t_x"], rows["T"]).sum() for one in (model, pareto)}
    paid = company["order_lines"].groupby("order_id")["paid_eur"].sum().astype(float)
    spent = orders["order_id"].map(paid).groupby(orders["customer_id"]).mean()
    number = orders.groupby("customer_id").size()
    return out | {
        "a newcomer's first year": float(model.expected_new(52)),
        "a newcomer's first year, without one-time buyers": float(without.expected_new(52)),
        "one-time buyers still there, Pareto/NBD": pareto.p_alive(once["x"], once["t_x"], once["T"]).mean(),
        "expected orders, BG/NBD over Pareto/NBD": expected[model] / expected[pareto],
        "spend and number of orders, rank correlation": spent.rank().corr(number.rank()),
    }


WEAKER = 0.8  # of the last year's newcomers in worth: so much, about, are those of its last three months


def _truth(company, truth, orders, worth, costs, told):
    real, after = reference.true_values(company, truth, orders), reference.true_next(company, truth, costs)
    nature = truth["truth_customers"].set_index("customer_id")
    known = reference.known_in_truth(company, nature)
    out = {f"truth: worth, {name}": real[name] for name in real.index}
    out |= {f"truth: next cost, {name}": after[name] for name in after.index}
    for when, value in {"": real, ", if a fifth weaker": WEAKER * real}.items():
        earned = _earned(company, truth, value, costs, {"low ends": told["low_eur"], "middles": worth})
        out |= {f"truth: of the best limits' gain{when}, {name}": share for name, share in earned.items()}
    for when in ("", ", if a fifth weaker"):
        low, middle, plan = (out[f"truth: of the best limits' gain{when}, {one}"] for one in ("low ends", "middles", "Nora's plan"))
        out |= {f"truth: low ends earn more than her plan{when}": float(low > plan), f"truth: middles earn more than low ends{when}": float(middle > low)}
    out |= _stopped(company, truth, real, costs, {"low ends": told["low_eur"], "middles": worth})
    inside = (told["low_eur"] <= real) & (real <= told["high_eur"])
    return out | {
        "truth: estimate over worth, median of channels": float(np.median(worth / real)),
        "truth: ranges that hold it, of six": float(inside.sum()),
        "truth: low ends above it, of six": float((told["low_eur"] > real).sum()),
        "truth: the last three months' newcomers over the last year's": reference.lately(company, nature, orders),
        **{f"truth: known customers, {name}": value for name, value in known.items()},
    }


def _earned(company, truth, worth, costs, limits):
    """What a year's newcomers bring above what they cost, as a part of what the best limits would bring."""
    came, plan = reference.spend_and_newcomers(company)[1].mean() * 12, reference.channels_in_truth(truth)
    best = reference.gain_of_limits(worth, came, plan, worth)
    made = {
        "as usual": reference.gain(worth, came, plan, dict.fromkeys(plan.index, 1.0)),
        "Nora's plan": reference.gain(worth, came, plan, costs["times"]),
    }
    made |= {name: reference.gain_of_limits(worth, came, plan, limit) for name, limit in limits.items()}
    return {name: value / best for name, value in made.items()}


def _stopped(company, truth, worth, costs, limits):
    """Whether limits earn more than her plan if Nora stops where the *raised months* put the next newcomer's cost."""
    came, plan = reference.spend_and_newcomers(company)[1].mean() * 12, reference.channels_in_truth(truth)
    hers = reference.gain(worth, came, plan, costs["times"])
    seen = costs.assign(saturation=costs["saturation"].clip(0.01, 0.99))
    out = {}
    for name, limit in limits.items():
        times = {one: reference.reached(limit[one], row["usual"], row["saturation"]) for one, row in seen.iterrows()}
        gain = reference.gain(worth, came, plan, times)
        out[f"truth: {name} earn more than her plan, stopped by the raised months"] = float(gain > hers)
    return out


CHEAP, DEAR = ("marketplace", "social"), ("store", "referral", "search")

#: A sentence of the lesson -> whether the facts of a company bear it out.
SENTENCES = {
    "a new customer brings in many times what she costs": lambda f: (
        f["sales of the first year per euro spent, lowest"] > 8
    ),
    "With one mean rate of leaving, you lose too many members": lambda f: (
        f["Club, a year ahead: one mean rate"] < f["Club, a year ahead: stayed"] - 0.02
    ),
    "Those who used the Club most renewed most": lambda f: (
        f["Club, stay for a year: most use"] > f["Club, stay for a year: least use"]
    ),
    "So measure time in **season-adjusted weeks**": lambda f: (
        f["third year, calendar: expected over came"] > 1.02
        and f["third year, calendar: expected over came"] > f["third year, season: expected over came"] + 0.04
    ),
    "One-time buyers matter most here": lambda f: (
        f["a newcomer's first year, without one-time buyers"] > 1.3 * f["a newcomer's first year"]
    ),
    "it says that each one-time buyer is still there": lambda f: f["one-time buyers still there, Pareto/NBD"] < 0.5,
    "Both forecast about the same number of orders": lambda f: (
        0.95 < f["expected orders, BG/NBD over Pareto/NBD"] < 1.05
    ),
    "those who order often spend a little more": lambda f: f["spend and number of orders, rank correlation"] > 0.08,
    "Cheap channels should be worth less": lambda f: (
        max(f[f"worth, {name}"] for name in CHEAP) < min(f[f"worth, {name}"] for name in DEAR)
    ),
    "On average a newcomer by store is still cheap beside her worth, but the next one costs several times what one costs in usual months": lambda f: (
        f["raised cost, store"] < 0.6 * f["worth, store"] and f["next cost, store"] > 3 * f["usual cost, store"]
    ),
    "Earlier newcomers promise more than the last ones keep": lambda f: f["overshoot of the last year"] > 1,
    "In every channel, they cost far more than they bring": lambda f: (
        f["three years of mailings, cheapest channel"] > 2 * f["what they bring, most"]
    ),
    "The curve falls fast, then slowly": lambda f: (
        1 - f["Club, of all who join still there after a year"]
        > 2 * (f["Club, of all who join still there after a year"] - f["Club, of all who join still there after two years"])
    ),
    "The mailings are the larger matter": lambda f: (
        f["left a year, not mailed, as now"] - f["left a year, mailed, as now"]
        > 3 * (max(f["left a year, not mailed, plan"], f["left a year, not mailed, limits"]) - f["left a year, not mailed, as now"])
    ),
    "As long as they go on, Nora's plan makes things worse, and low ends that forget them do, too": lambda f: (
        max(f["left a year, mailed, plan"], f["left a year, mailed, limits"]) < f["left a year, mailed, as now"]
    ),
    "Then only limits that take the mailings off": lambda f: (
        f["left a year, mailed, limits if mailed"] > max(f[f"left a year, mailed, {one}"] for one in ("as now", "plan", "limits"))
    ),
    "Once they stop, her plan and your limits lie close together": lambda f: (
        abs(f["left a year, not mailed, limits"] / f["left a year, not mailed, plan"] - 1) < 0.1
    ),
    "They are about one in a hundred": lambda f: 0.005 < f["orders of the last week, of all"] < 0.015,
}
