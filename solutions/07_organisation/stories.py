"""Lesson 07 on any company: its numbers, and which of its sentences they bear out."""

import numpy as np
import pandas as pd
import reference


def facts(company, truth=None):
    """The lesson's numbers on one company. Shares are parts of 1, gains are of 100.

    `company` and `truth` are mappings from a table's name to its frame; without truth its rows are left out.
    """
    return _network(company) | _decided(company) | _paid(company) | _tickets(company) | _twins() | _sealed(company) | _known(company, truth)


def _network(company):
    """Modularity, shuffles, and the pilot."""
    out = {}
    for name in ("line", "segment"):
        out[f"modularity by {name}"] = reference.modularity(reference.talk_of(company, name))
        out[f"modularity by {name}, last year"] = reference.modularity(reference.talk_of(company, name, 12))
        shuffled = reference.shuffled_of(company, name)
        out[f"largest shuffle by {name}"] = shuffled.abs().max()
        rows = reference.pairs_of(company)
        out[f"messages inside a {name}"] = (rows["messages"] * (rows[f"{name}_a"] == rows[f"{name}_b"])).sum() / rows["messages"].sum()
    share = reference.pilot_of(company)
    before, first, last = share[share.index < 0], share[(share.index >= 0) & (share.index < 3)], share[(share.index > 8) & (share.index < 12)]
    # As in the notebook: the mean of two years' means, and of three months.
    years = (before[before.index < -12].mean() + before[before.index >= -12].mean()) / 2
    bar = reference.bar_of(share)
    return out | {
        "pilot's share, 2024": before[before.index >= -12].mean(),
        "pilot's share, months 1 to 3": first.mean(),
        "pilot's share, months 10 to 12": last.mean(),
        "left of the pilot, of 100": 100 * (last.mean() - years) / (first.mean() - years),
        "points of the pilot left": 100 * (last.mean() - before[before.index >= -12].mean()),
        "milestone for 3 months": float(reference.milestone(share, bar, 3)),
        "milestone for 6 months": float(reference.milestone(share, bar, 6)),
        "milestone for 12 months": float(reference.milestone(share, bar, 12)),
    }


def _decided(company):
    """Decisions with one, two and no owner."""
    made = reference.faults_in_decisions(*reference.decision_inputs(company))
    days = (made["days"] * made["cases"]).groupby(made["accountable"]).sum() / made["cases"].groupby(made["accountable"]).sum()
    return {
        "decisions with one owner": float((made["accountable"] == 1).sum()),
        "decisions with two or none": float((made["accountable"] != 1).sum()),
        "days, one owner": days[1],
        "days, two owners": days[2],
        "days, nobody": days[0],
        "two over one": days[2] / days[1],
        "nobody over one": days[0] / days[1],
        "cases": float(made["cases"].sum()),
    }


def _paid(company):
    """Bonuses beside a customer's worth, and beside the worth of all."""
    rows = company["department_results"]
    told = reference.bonus_against_equity(rows, 12)
    wide = rows.groupby(["month_on", "department"], observed=True)["result_index"].mean().unstack()
    wide.columns = wide.columns.astype(str)
    first = company["orders"].groupby("customer_id")["ordered_at"].min().dt.strftime("%Y-%m").value_counts().sort_index().cumsum()
    total = wide["finance"] * first.to_numpy()[: len(wide)]
    out = {f"level, {name}": told.loc[name, "level"] for name in told.index}
    out |= {f"change, {name}": told.loc[name, "change"] for name in told.index}
    out["level in the last year, product"] = wide["product"].tail(12).corr(wide["finance"].tail(12), method="spearman")
    out["highest level of product and marketing"] = told.loc[["product", "marketing"], "level"].max()
    out["lowest level of the others"] = told["level"].drop(["product", "marketing"]).min()
    return out | {f"with all, {name}": wide[name].corr(total, method="spearman") for name in ("product", "marketing")}


def _tickets(company):
    """Hand-offs, what the bonus on ratings moved, and two levers."""
    rows = reference.tickets_of(company)
    rows = rows[rows["closed_at"].notna()]
    out = {"tickets": float(len(rows)), "hand-offs per ticket": rows["hand_offs"].mean()}
    days = (rows["closed_at"] - rows["opened_at"]).dt.total_seconds() / 86400
    for k in range(3):
        own = rows["hand_offs"] == k
        out |= {f"days, {k} hand-offs": days[own].mean(), f"rating, {k} hand-offs": rows["satisfaction"][own].mean(), f"again, {k} hand-offs": rows["again"][own].mean()}
    for name in ("satisfaction", "rated", "again"):
        column = rows["satisfaction"].notna().astype(float) if name == "rated" else rows[name]
        told = reference.paid_ratings(reference.valued(rows.assign(value_of=column), "value_of"))
        out |= {f"bonus, {name}": told["effect"], f"bonus, {name}, error": told["error"], "clerks": float(told["clerks"])}
    for weeks in (13, 26, 52):
        begun = rows["opened_at"].max() - pd.Timedelta(weeks=weeks)
        then, before = rows[rows["opened_at"] > begun], rows[rows["opened_at"] <= begun]
        change = then.groupby("clerk")["hand_offs"].mean() - before.groupby("clerk")["hand_offs"].mean()
        out[f"seen after {weeks} weeks, hand-offs"] = (16 * change.var() / 12) ** 0.5
    rows = rows.assign(double=np.log2(1 + rows["refund_limit_eur"]))
    for name in ("hand_offs", "satisfaction"):
        lever = reference.slope(rows, name, ["training_days", "double"])
        out |= {f"{name} for a day of training": lever["training_days"], f"{name} for a doubled limit": lever["double"]}
    return out


def _twins():
    """What moves come to on the twins; the same for every company."""
    later, first = reference.gains(False), reference.gains(True)
    out = {f"twins, state {state}, pay later": later[state].mean() for state in range(6)}
    out |= {f"twins, state {state}, pay first": first[state].mean() for state in range(6)}
    return out | {"twins, best later": float(later.mean().idxmax()), "twins, best first": float(first.mean().idxmax())}


def _sealed(company):
    """The two companies in envelopes, as the interviews place them."""
    from classroom import prototype

    lot = reference.lot_of(company)
    asked, sealed = prototype.interviews(lot), prototype.sealed(lot)
    stays, moves = sealed
    if sealed[stays][0] > sealed[moves][0]:
        stays, moves = moves, stays
    out = {}
    for kind, name in (("stays", stays), ("moves", moves)):
        place = reference.placed(asked[asked["company"] == name])
        out |= {f"{kind}, breadth": place["needs"][0], f"{kind}, fit": place["fit"][0]}
        for where in range(3):
            out[f"{kind}, best state, {('middle', 'low', 'high')[where]}"] = float(reference.best_at((place["needs"][where], place["fit"][where])))
    return out


def _known(company, truth):
    """What is so in truth."""
    if truth is None:
        return {}
    true = truth["truth_months"].set_index("month_on")
    rows = company["department_results"]
    wide = rows.groupby(["month_on", "department"], observed=True)["result_index"].mean().unstack()
    out = {f"truth: level, {name}": wide[name].corr(true["equity_index"], method="spearman") for name in ("product", "marketing", "stores", "club")}
    held = pd.Series(true["equity_index"])
    for says, first in (("later", False), ("first", True)):
        gains = reference.gains(first, reference.MANY).mean()
        out |= {f"truth: state {state}, pay {says}": gains[state] for state in range(6)}
    out |= {f"truth: all pay on {name}": value for name, value in reference.pay_effects().items()}
    return out | {
        "truth: worth of a customer, last year": held.tail(12).mean(),
        "truth: worth of all, last month over month 12": true["equity_eur"].iloc[-1] / true["equity_eur"].iloc[11],
        "truth: estimate over truth": true["estimated_equity_eur"].iloc[-1] / true["equity_eur"].iloc[-1],
    }


#: A sentence of the lesson -> whether the facts of a company bear it out.
SENTENCES = {
    "With two or none it takes two to three times as long": lambda f: 1.5 < f["two over one"] < 3.9 and 1.5 < f["nobody over one"] < 4.5,
    "one owner for each of seven decisions": lambda f: f["decisions with two or none"] == 7,
    "More stay inside a line": lambda f: f["messages inside a line"] > f["messages inside a segment"],
    "Both are far beyond chance": lambda f: min(f["modularity by line"], f["modularity by segment"]) > 4 * max(f["largest shuffle by line"], f["largest shuffle by segment"]),
    "All 200 shuffles lie between -0.02 and 0.02": lambda f: max(f["largest shuffle by line"], f["largest shuffle by segment"]) < 0.02,
    "Fernhill works by line": lambda f: f["modularity by line"] > 2 * f["modularity by segment"],
    "A pilot showed at once and then slipped back": lambda f: 35 < f["left of the pilot, of 100"] < 80,
    "If you want to praise the pilot, ask for three months": lambda f: f["milestone for 3 months"] == 0 and f["milestone for 12 months"] == -1,
    "Each hand-off goes with about one more day": lambda f: 0.7 < f["days, 1 hand-offs"] - f["days, 0 hand-offs"] < 1.6 and 0.7 < f["days, 2 hand-offs"] - f["days, 1 hand-offs"] < 1.6,
    "a rating more than half a point lower": lambda f: f["rating, 0 hand-offs"] - f["rating, 1 hand-offs"] > 0.5 and f["rating, 1 hand-offs"] - f["rating, 2 hand-offs"] > 0.4,
    "and fewer customers who order again": lambda f: f["again, 0 hand-offs"] > f["again, 1 hand-offs"],
    "Two departments are paid for what rises while a customer's worth falls": lambda f: f["highest level of product and marketing"] < -0.5 < f["lowest level of the others"],
    "The sign turns round": lambda f: min(f["with all, product"], f["with all, marketing"]) > 0.3,
    "In yearly changes no clear link is left for these two": lambda f: max(abs(f["change, product"]), abs(f["change, marketing"])) < 0.65,
    "last year alone product's is weak or has turned round": lambda f: f["level in the last year, product"] > -0.55,
    "Ratings rise by about half a point": lambda f: 0.3 < f["bonus, satisfaction"] < 0.95,
    "Fewer tickets are rated": lambda f: f["bonus, rated"] < -0.08,
    "In nearly every company the last range includes zero": lambda f: abs(f["bonus, again"]) < 3.2 * f["bonus, again, error"],
    "Doubling a limit saves about a tenth of a hand-off": lambda f: -0.13 < f["hand_offs for a doubled limit"] < -0.08,
    "Half a year shows a change of about 0.2": lambda f: 0.1 < f["seen after 26 weeks, hand-offs"] < 0.27,
    "with 24 clerks, not even a year shows that": lambda f: f["seen after 52 weeks, hand-offs"] > 0.105,
    "State 5 is never best, and with pay later it loses worth": lambda f: f["twins, state 5, pay later"] < 0 and f["twins, best first"] == 4,
    "3 is the best that holds": lambda f: f["twins, best later"] == 3,
    "One of the two should stay product-centric": lambda f: f["stays, best state, middle"] <= 1 < f["moves, best state, middle"],
    "at both corners of its range each company gets nearly the same answer": lambda f: all(
        f[f"stays, best state, {end}"] <= 1 and f[f"moves, best state, {end}"] >= 2 for end in ("low", "high")
    ),
}
