"""Lesson 04 on any company: its numbers, and which of its sentences they bear out."""

import numpy as np
import pandas as pd
import reference
from sklearn.metrics import silhouette_score
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

NAMED = {"cooks": "Hearth", "cosy": "Linen", "deals": "Brio", "tidy": "Terra"}
REPAIR, PRICE = "free repair for five years", "twenty euros less"


def facts(company, truth=None):
    """The lesson's numbers on one company. Shares are parts of 1, money in euros.

    `company` and `truth` are mappings from a table's name to its frame; without truth its rows are left out.
    """
    plan = reference.plan_of(company)
    people, everybody, told = plan["people"], plan["everybody"], plan["effects"]
    lists, drawn = reference.lists_of(people), reference.drawn_effects(plan["recent"])[0]
    gain, value, best = people["gain_eur"], lists["value"], lists["best"]
    trial, recent = plan["trial"], plan["recent"]
    voucher = reference.effects(recent, "one_size")["effect"]
    apart = _apart(recent)
    spent = trial["eur"].rank(ascending=False) <= len(trial) * reference.BUDGET / len(people)
    anyway = trial[trial["arm"] == "no_offer"].groupby(spent)["bought"].mean().reindex([True, False])  # a small company has no others
    ratios = {name: np.divide(*reference.unmixed(one, people["old"], reference.IN_OLD, reference.IN_OTHERS)) for name, one in lists.items()}
    mine, rest = reference.unmixed(value, people["old"], reference.IN_OLD, reference.IN_OTHERS)
    out = {
        "ordered once, share": (everybody["orders"] == 1).mean(),
        "edges of the fifths of orders": float(everybody["orders"].quantile([0, 0.2, 0.4, 0.6, 0.8, 1]).nunique()),
        "may get an offer": float(len(people)),
        "the 1,500 best, share of sales": people["eur"][best].sum() / people["eur"].sum(),
        "a personal offer moves, share": reference.effect_of_all(trial),
        "effect, ordered in the last year": reference.effect_of_all(recent),
        "effect, ordered longer ago": reference.effect_of_all(trial.drop(recent.index)),
        "voucher, Brio": voucher["Brio"],
        "voucher, mean of the others": voucher.drop("Brio").mean(),
        "voucher and personal offer, gap between ranges: Brio": apart["Brio"],
        "voucher and personal offer, gap beyond chance: others": apart["others"],
        "no offer, ordered: spent most": anyway[True],
        "no offer, ordered: others": anyway[False],
        "effect, Brio": told.loc["Brio", "effect"],
        "effect, Brio, lower end": drawn["Brio"].quantile(0.025),
        "effect, Brio, upper end": drawn["Brio"].quantile(0.975),
        "effect, lowest of the others": told["effect"].drop("Brio").min(),
        "effect, mean of the others": told["effect"].drop("Brio").mean(),
        "effect, highest of the others": told["effect"].drop("Brio").max(),
        "left of an order, mean": plan["orders"]["margin_eur"].mean(),
        "paid for an order, mean": plan["orders"]["eur"].mean(),
        "offers worth their cost": float(value.sum()),
        "of the 1,500 best, worth their cost": float((gain[best] > 0).sum()),
        "rate of old phones over others'": reference.ratio_of(value, people["old"]),
        "the group's rate, unmixed": mine,
        "the others' rate, unmixed": rest,
        "the group's ratio, unmixed": mine / rest,
        "the group's ratio, unmixed, best customers": ratios["best"],
        "equal rates keep, share": gain[lists["equal"]].sum() / gain[value].sum(),
        "offers that move with equal rates": float((lists["equal"] & ~value).sum()),
    }
    out |= {f"expected gain, {name}": gain[lists[name]].sum() for name in ("best", "chance", "value")}
    out |= {f"expected gain, {name}": gain[one].sum() for name, one in _steps(plan).items()}
    out |= _groups(company, plan) | _wants(company, plan)
    return out if truth is None else out | _truth(company, truth, plan, lists)


def _apart(recent):
    """How far apart the effects of voucher and personal offer are, less what chance explains.

    For Brio, the gap between their 95 % ranges (below 0 they overlap); for the others, of the difference itself.
    """
    two = recent.assign(segment=np.where(recent["segment"] == "Brio", "Brio", "others"))
    voucher, personal = (reference.effects(two, arm) for arm in ("one_size", "personal"))
    gap = (personal["effect"] - voucher["effect"]).abs()
    ranges = 1.96 * (voucher["noise"] ** 0.5 + personal["noise"] ** 0.5)
    chance = 1.96 * (voucher["noise"] + personal["noise"]) ** 0.5
    return {"Brio": (gap - ranges)["Brio"], "others": (gap - chance)["others"]}


def _steps(plan):
    """Between Iris's list and the one by value × effect: the largest next orders, and the same while they pay."""
    people = plan["people"]
    margin = people["margin_eur"].where(people["days"] < reference.AWAY_DAYS)
    largest = margin.rank(ascending=False) <= reference.BUDGET
    pays = reference.effect_of_all(plan["recent"]) * people["margin_eur"] > reference.COST
    return {"largest orders": largest, "largest while they pay": largest & pays}


def _spread(points, centres):
    return ((points[:, None, :] - centres[None]) ** 2).sum(axis=2).min(axis=1)


def _label(points, centres):
    return ((points[:, None, :] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)


def _stability(points, groups, runs=6):
    """Mean best overlap of each group with those of crowds drawn anew."""
    rng = np.random.default_rng(4)
    first = pd.Series(_label(points, reference.k_means(points, groups, starts=6)))
    again = {}
    for run in range(runs):
        crowd = rng.integers(len(points), size=len(points))
        there = np.unique(crowd)
        centres = reference.k_means(points[crowd], groups, seed=run, starts=3)
        again[run] = pd.Series(_label(points[there], centres), there)
    return reference.stability(first, pd.DataFrame(again).reindex(first.index))


def _rules(raw, centred):
    """What three rules say of numbers of groups; below 0 they prefer the number that is named first."""
    spread = {k: _spread(centred, reference.k_means(centred, k)).sum() for k in (3, 4, 5)}
    with threadpool_limits(1):
        width = {k: silhouette_score(centred, _label(centred, reference.k_means(centred, k)), sample_size=1000, random_state=4) for k in (3, 4, 5)}
        bic = {k: _bic(centred, k) for k in (3, 4, 5)}
        raw_bic = {k: _bic(raw, k) for k in (4, 5, 6)}
    return {
        "centred, spread: fall to five over fall to four": (spread[4] - spread[5]) / (spread[3] - spread[4]),
        "centred, silhouette: better of three and five less four": max(width[3], width[5]) - width[4],
        "centred, BIC: four less the better of three and five": bic[4] - min(bic[3], bic[5]),
        "raw, BIC: five less four": raw_bic[5] - raw_bic[4],
        "raw, BIC: six less five": raw_bic[6] - raw_bic[5],
    }


def _bic(points, groups):
    return GaussianMixture(groups, covariance_type="spherical", random_state=4).fit(points).bic(points)


def _groups(company, plan):
    """What k-means finds: on euros, on raw and on centred answers, in noise."""
    rows = company["order_lines"]
    orders = company["orders"].set_index("order_id")["customer_id"]
    line = company["products"].set_index("product_id")["line"].astype(str)
    keys = [rows["order_id"].map(orders), rows["product_id"].map(line)]
    euros = rows["paid_eur"].groupby(keys).sum().unstack(fill_value=0.0).to_numpy(float)
    sizes = np.bincount(_label(euros, reference.k_means(euros, 4)))
    answers = reference.answers_of(company)
    raw = answers.to_numpy(float)
    centred = raw - raw.mean(axis=1, keepdims=True)
    rng = np.random.default_rng(4)
    noise = np.column_stack([rng.permutation(column) for column in centred.T])
    manner = pd.Series(raw.mean(axis=1)).groupby(_label(raw, reference.k_means(raw, 4))).mean()
    label = _label(centred, centres := reference.k_means(centred, 4))
    names = np.array(["cooks", "cosy", "deals", "tidy"])[centres.argmax(axis=1) // 2]
    said = pd.Series(names[label], answers.index)
    lines = plan["everybody"].reindex(answers.index)[reference.LINES].sum(axis=1)
    known = lines >= reference.FEWEST_LINES
    same = said[known].map(NAMED) == plan["segment"].reindex(answers.index)[known]
    return {
        "panel": float(len(answers)),
        "raw euros, largest group, share": sizes.max() / sizes.sum(),
        "raw euros, smallest group": float(sizes.min()),
        "raw answers: highest mean answer of a group less the middle one": manner.max() - manner.median(),
        "names of groups on centred answers": float(len(set(names))),
        "noise, smallest group, share": np.bincount(_label(noise, reference.k_means(noise, 4))).min() / len(noise),
        "weakest of four, centred": _stability(centred, 4).min(),
        "weakest of five, centred": _stability(centred, 5).min(),
        "weakest of two, raw": _stability(raw, 2).min(),
        "steadiest of four, noise": _stability(noise, 4).max(),
        "says so and buys so, share": same.mean(),
    } | _rules(raw, centred)


def _wants(company, plan):
    """Importance stated, derived and picked."""
    ratings = company["ratings"]
    stated = ratings.groupby(ratings["attribute"].astype(str))["importance"].mean().drop("overall")
    rated = ratings.assign(attribute=ratings["attribute"].astype(str), brand=ratings["brand"].astype(str))
    rated = rated.pivot(index=["customer_id", "brand"], columns="attribute", values="rating")
    things = rated.drop(columns="overall")
    slopes = _slopes(things, rated["overall"])
    off = things - 6
    kano = _slopes(pd.concat([off.clip(lower=0), off.clip(upper=0).add_prefix("less ")], axis=1), rated["overall"])
    gaps = things.groupby("brand").mean()
    gaps = gaps - gaps.mean()
    picks = company["best_worst"]
    enough = plan["everybody"][reference.LINES].sum(axis=1) >= reference.FEWEST_LINES
    picks = picks.assign(item=picks["item"].astype(str), group=picks["customer_id"].map(plan["segment"].where(enough)))
    score = reference.picked(picks.dropna(subset="group"))
    return {
        "repair, stated": stated["repair"],
        "next lowest, stated": stated.drop("repair").min(),
        "quality less the next, stated": stated["quality"] - stated.drop("quality").max(),
        "repair, slope": slopes["repair"],
        "next highest slope": slopes.drop("repair").max(),
        "repair above 6": kano["repair"],
        "repair below 6": kano["less repair"],
        "delivery above 6": kano["delivery"],
        "delivery below 6": kano["less delivery"],
        "Fernhill's repair above the mean of brands, less its next": gaps.loc["Fernhill", "repair"] - gaps.loc["Fernhill"].drop("repair").max(),
        "Brio buyers, price less repair": score.loc[PRICE, "Brio"] - score.loc[REPAIR, "Brio"],
        "others, price less repair, highest": (score.loc[PRICE] - score.loc[REPAIR]).drop("Brio").max(),
        "price: Brio buyers less the mean of others": score.loc[PRICE, "Brio"] - score.loc[PRICE].drop("Brio").mean(),
        "others, repair less their next, lowest": (score.loc[REPAIR] - score.drop(REPAIR).max()).drop("Brio").min(),
    }


def _slopes(columns, target):
    design = np.column_stack([np.ones(len(columns)), columns.to_numpy(float)])
    found = np.linalg.lstsq(design, target.to_numpy(float), rcond=None)[0]
    return pd.Series(found[1:], columns.columns)


def _truth(company, truth, plan, lists):
    """What the lesson's numbers are beside the truth."""
    people = plan["people"]
    real = truth["truth_customers"].set_index("customer_id")
    group = real["protected_group"].astype(bool).reindex(people.index)
    need = real["need_segment"].astype(str)
    gains = reference.true_gains(truth, plan)
    ideal = pd.Series(gains.where(gains > 0).rank(ascending=False) <= reference.BUDGET, people.index)
    number = int(lists["value"].sum())
    fair = reference.equal_rates(people["gain_eur"], group, number)
    effect = reference.true_trial_effects(truth, plan["recent"])
    away = people["days"] >= reference.AWAY_DAYS
    old = people["old"]
    out = {f"truth: gain, {name}": gains[one].sum() for name, one in (lists | _steps(plan)).items()}
    out |= {
        "truth: gain, ideal": gains[ideal].sum(),
        "truth: offers, ideal": float(ideal.sum()),
        "truth: expected over true gain, value": people["gain_eur"][lists["value"]].sum() / gains[lists["value"]].sum(),
        "truth: gone for good, of those away a year": real["left_at"].notna().reindex(people.index)[away].mean(),
        "truth: effect, Brio": effect["Brio"],
        "truth: effect, lowest of the others": effect.drop("Brio").min(),
        "truth: segment fits the need, of 100": 100 * (people["segment"].map(reference.NEEDS) == need.reindex(people.index)).mean(),
        "truth: the group's rate": lists["value"][group].mean(),
        "truth: the others' rate": lists["value"][~group].mean(),
        "truth: the group's ratio": reference.ratio_of(lists["value"], group),
        "truth: the group's ratio, best customers": reference.ratio_of(lists["best"], group),
        "truth: the group's ratio, equal by device": reference.ratio_of(lists["equal"], group),
        "truth: equal rates by device keep": gains[lists["equal"]].sum() / gains[lists["value"]].sum(),
        "truth: equal rates of the group keep": gains[fair].sum() / gains[lists["value"]].sum(),
        "truth: the group's share of old phones": group[old].mean(),
        "truth: the group's share of others": group[~old].mean(),
    }
    return out


#: A sentence of the lesson -> whether the facts of a company bear it out.
SENTENCES = {
    "more than two in five of Fernhill's customers have ordered once": lambda f: 0.4 < f["ordered once, share"] < 0.5,
    "The edges of the fifths are tied: the first three are 1": lambda f: f["edges of the fifths of orders"] == 4,
    "On raw euros k-means finds": lambda f: f["raw euros, largest group, share"] > 0.8 and f["raw euros, smallest group"] < 60,
    "One group agrees with nearly everything": lambda f: f["raw answers: highest mean answer of a group less the middle one"] > 0.4,
    "Each group stands out in the two statements of one subject": lambda f: f["names of groups on centred answers"] == 4,
    "k-means was asked for four groups, and gives four": lambda f: f["noise, smallest group, share"] > 0.1,
    "Four groups of centred answers hold up": lambda f: f["weakest of four, centred"] > 0.8,
    "With five, the weakest is far from steady": lambda f: f["weakest of five, centred"] < 0.75,
    "In noise no group holds up": lambda f: f["steadiest of four, noise"] < 0.7,
    "On raw answers BIC falls on and on": lambda f: f["raw, BIC: five less four"] < 0 and f["raw, BIC: six less five"] < 0,
    "On centred answers all four rules stop at four": lambda f: (
        f["centred, spread: fall to five over fall to four"] < 0.5
        and f["centred, silhouette: better of three and five less four"] < 0
        and f["centred, BIC: four less the better of three and five"] < 0
        and f["weakest of five, centred"] < 0.75 < 0.8 < f["weakest of four, centred"]
    ),
    "Look also at two groups of raw answers: they hold up": lambda f: f["weakest of two, raw"] > 0.8,
    "What people look for shows in what they buy": lambda f: f["says so and buys so, share"] > 0.7,
    "Repair is called least important": lambda f: f["repair, stated"] < f["next lowest, stated"],
    "and goes with the best ratings": lambda f: f["repair, slope"] > f["next highest slope"],
    "What people state would have sent you to quality": lambda f: f["quality less the next, stated"] > 0,
    "Repair is a **delighter**": lambda f: f["repair above 6"] > 1.5 * f["repair below 6"],
    "Delivery is a must-be": lambda f: f["delivery below 6"] > f["delivery above 6"] + 0.1,
    "Fernhill stands out in": lambda f: f["Fernhill's repair above the mean of brands, less its next"] > 0,
    "Brio buyers care far more than the others about twenty euros less": lambda f: f["price: Brio buyers less the mean of others"] > 0.05,
    "The other groups pick repair first": lambda f: f["others, repair less their next, lowest"] > 0,
    "A personal offer moves Brio buyers less than it moves the others": lambda f: f["effect, Brio"] < f["effect, mean of the others"],
    "For Brio buyers the ranges overlap": lambda f: f["voucher and personal offer, gap between ranges: Brio"] < 0,
    "chance does not explain that": lambda f: f["voucher and personal offer, gap beyond chance: others"] > 0,
    "the last few hundred offers would cost more than they bring": lambda f: f["offers worth their cost"] < 1300,
    "Two plain things do most of it": lambda f: (
        f["expected gain, largest while they pay"] - f["expected gain, best"] > 0.6 * (f["expected gain, value"] - f["expected gain, best"])
    ),
    "an offer hardly brings them back": lambda f: f["effect, ordered longer ago"] < 0.75 * f["effect, ordered in the last year"],
    "The others are moved far less by a voucher": lambda f: f["voucher, mean of the others"] < 0.6 * f["effect, mean of the others"],
    "passes over more of the group than Iris's list would": lambda f: f["the group's ratio, unmixed"] < f["the group's ratio, unmixed, best customers"] + 0.05,
    "Almost nothing is lost": lambda f: f["equal rates keep, share"] > 0.95,
    "The gap for the group is wider than the gap between devices": lambda f: f["the group's ratio, unmixed"] < f["rate of old phones over others'"],
}
