"""Lesson 05 on any company: its numbers, and which of its sentences they bear out."""

import numpy as np
import pandas as pd
import reference
from reference import AFTER_LIFT, BEFORE_LIFT, FIRST_TEXT, LAST_MAIL, LAST_TEXT

WAVES = (BEFORE_LIFT, AFTER_LIFT, LAST_MAIL, FIRST_TEXT, LAST_TEXT)


def facts(company, truth=None):
    """The lesson's numbers on one company. Shares are parts of 1, scores points, money euros.

    `company` and `truth` are mappings from a table's name to its frame; without truth its rows are left out.
    """
    asked, trial = reference.asked_of(company), reference.trial_of(company)
    return _asked(company, asked) | _voice(company) | _acted(company, trial) | _known(company, asked, trial, truth)


def _asked(company, asked):
    """What the score says, who is asked and who answers."""
    plain = reference.nps(asked)
    out, drawn = {}, {}
    for wave in WAVES:
        base = reference.standing(company, reference.at_of(asked, wave))["cell"].value_counts()
        heard = reference.heard_in(asked, wave)
        out |= {f"plain, {wave}": plain.loc[wave, "nps"], f"error, {wave}": plain.loc[wave, "error"],
                f"answers, {wave}": float(plain.loc[wave, "answers"]), f"weighted, {wave}": reference.weighted_nps(heard, base),
                f"cells of the base without an answer, {wave}": float((~base.index.isin(heard["cell"])).sum()),
                f"smallest cell, {wave}": float(heard["cell"].value_counts().min())}  # fmt: skip
        for name, rows in heard.groupby("came"):
            out[f"{name}, {wave}"] = reference.score_of(rows["score"], rows["came"]).loc[name, "nps"]
        sent = asked[asked["wave"] == wave]
        out[f"came on their own among the asked, {wave}"] = (sent["came"] == "own").mean()
        out[f"extremes among answers, {wave}"] = (heard["score"].le(2) | heard["score"].eq(10)).mean()
        drawn[wave] = reference.weighted_range(heard, base, draws=100, seed=int(wave[-2:]))
    mails = plain.loc[["2024-09", "2024-12", "2025-03", "2025-06"], "nps"]
    error = np.sqrt(plain["error"] ** 2 + plain["error"].shift() ** 2).loc["2024-12":"2025-06"]
    out["largest move between quiet e-mail waves"] = mails.diff().abs().max()
    out["largest of these moves in errors"] = (mails.diff().dropna().abs() / error).max()
    out["error of a move, smallest"], out["error of a move, largest"] = error.min(), error.max()
    autumn = np.hypot(plain.loc[LAST_MAIL, "error"], plain.loc[FIRST_TEXT, "error"])
    out["autumn's rise in errors"] = (plain.loc[FIRST_TEXT, "nps"] - plain.loc[LAST_MAIL, "nps"]) / autumn
    for name, rows in (("own", asked[asked["came"] == "own"]), ("paid", asked[asked["came"] == "paid"]), ("all", asked)):
        here = reference.nps(rows)
        off = np.hypot(here.loc[BEFORE_LIFT, "error"], here.loc[AFTER_LIFT, "error"])
        out[f"summer of 2024 in errors, {name}"] = (here.loc[AFTER_LIFT, "nps"] - here.loc[BEFORE_LIFT, "nps"]) / off
    out["autumn, plain"] = plain.loc[FIRST_TEXT, "nps"] - plain.loc[LAST_MAIL, "nps"]
    out["autumn, weighted"] = out[f"weighted, {FIRST_TEXT}"] - out[f"weighted, {LAST_MAIL}"]
    out["autumn, weighted, lowest"] = np.quantile(drawn[FIRST_TEXT] - drawn[LAST_MAIL], 0.025)
    sent = asked[asked["wave"] == LAST_MAIL]
    out["answered, 2025-06"] = sent["score"].notna().mean()
    rate = sent["score"].notna().groupby(sent["often"]).mean()
    out |= {"answer, often": rate["often"], "answer, once": rate["once"]}
    return out | _deeds(company, asked)


def _deeds(company, asked):
    """Orders after the surveys, and how well score and deeds tell who orders again."""
    orders = company["orders"][["customer_id", "ordered_at"]]
    pairs = asked[["survey_id", "customer_id", "sent_at"]].merge(orders, on="customer_id")
    after = (pairs["ordered_at"] - pairs["sent_at"]).dt.days
    out = {}
    heard = asked[asked["score"].notna() & (asked["wave"] <= "2024-12")]
    stays = heard["survey_id"].isin(pairs["survey_id"][(after >= 0) & (after < 365)])
    out["score tells who stays"] = area(heard["score"], stays)
    out["days tell who stays"] = area(-heard["days"], stays)
    out["orders tell who stays"] = area(heard["orders"], stays)
    last = asked[asked["wave"] == LAST_TEXT].dropna(subset="score")
    kept = last[(last["came"] == "own") & (last["recent"] == "lately")]
    out["asking the best alone"] = reference.score_of(kept["score"], kept["came"])["nps"].iloc[0]
    return out


def area(score, stays):
    """Of two, one who stays and one who does not: how often the score is higher for the first (ties half)."""
    rank, yes = score.rank(), int(stays.sum())
    return float((rank[stays].sum() - yes * (yes + 1) / 2) / (yes * (len(rank) - yes)))


def _voice(company):
    """Themes and mood of what was written."""
    rng = np.random.default_rng(5)
    surveys = company["surveys"].dropna(subset=["verbatim"])
    mood = reference.mood_of(surveys["verbatim"])
    bad = surveys["score"] <= 6
    mentions, people = reference.complaints(company)
    told = reference.backlog(mentions, people)
    each = mentions.drop_duplicates().join(people, on="customer_id").groupby("theme")["eur"]
    dear, loud = (each.get_group(theme).to_numpy() for theme in ("service", "price"))
    ratio = [rng.choice(dear, len(dear)).mean() / rng.choice(loud, len(loud)).mean() for _ in range(400)]
    head = (told["eur"] / told["customers"]).sort_values()
    count = told["customers"]
    share = {}
    for name, texts in (("surveys", surveys["verbatim"]), ("tickets", company["tickets"]["text"]), ("posts", company["posts"]["text"])):
        hits = reference.tagged(texts[reference.mood_of(texts) < 0]).sum()
        share[name] = hits / hits.sum()
    return {
        "texts": float(len(surveys)),
        "detractors' texts called praise": (mood[bad] > 0).mean(),
        "detractors' texts called complaint": (mood[bad] < 0).mean(),
        "texts without a theme": (~reference.tagged(surveys["verbatim"]).any(axis=1)).mean(),
        "price, mentions over the next": count["price"] / count.drop("price").max(),
        "service over price, euros a head": head["service"] / head["price"],
        "service over price, euros a head, lowest": np.quantile(ratio, 0.025),
        "price over the dearest, euros a head": head["price"] / head.max(),
        "service's place by euros a head": float(head.size - head.index.get_loc("service")),
        "service over price, mentions": count["service"] / count["price"],
        "service over price, euros": told.loc["service", "eur"] / told.loc["price", "eur"],
        "service over price, euros of the unhappy": told.loc["service", "unhappy_eur"] / told.loc["price", "unhappy_eur"],
        "price's share of complaints, surveys": share["surveys"]["price"],
        "price's share of complaints, tickets": share["tickets"]["price"],
        "price's share of complaints, posts": share["posts"]["price"],
        "tickets: delivery over the next": share["tickets"]["delivery"] / share["tickets"].drop("delivery").max(),
        "surveys: price over the next": share["surveys"]["price"] / share["surveys"].drop("price").max(),
    }


def _acted(company, trial):
    """The control, the call, the lists."""
    rise = reference.rise_of(company, trial)
    up = (rise["next"] - rise["first"]).groupby(rise["called"]).agg(["mean", "var", "count"])
    arms = trial["called"].value_counts()
    effect, error = reference.effect_of(trial)
    more, off = reference.effect_of(trial, "placed")
    by = {name: reference.effect_of(rows)[0] for name, rows in trial.groupby("came")}
    sell = reference.may_call(company, trial["day"], "marketing")
    year = trial["day"] > company["orders"]["ordered_at"].max() - reference.YEAR
    lists = reference.lists_of(trial)
    whole = {"A": reference.untied(reference.learned(trial, trial, reference.cells_a), trial),
             "B": reference.untied(reference.learned(trial, trial, reference.cells_b), trial)}  # fmt: skip
    out = {
        "in the trial": float(len(trial)),
        "uncalled rise, points": up.loc[False, "mean"],
        "called rise, points": up.loc[True, "mean"],
        "called less uncalled rise, error": (up["var"] / up["count"]).sum() ** 0.5,
        "answered again, called": up.loc[True, "count"] / arms[True],
        "answered again, uncalled": up.loc[False, "count"] / arms[False],
        "buy without a call": trial["bought"][~trial["called"]].mean(),
        "effect of a call": effect,
        "effect in errors": effect / error,
        "effect, own": by["own"],
        "effect, paid": by["paid"],
        "effect, away 180 days": reference.effect_of(trial[trial["away"] >= 180])[0],
        "effect, away less long": reference.effect_of(trial[trial["away"] < 180])[0],
        "own less paid in errors": told_apart(trial, trial["came"] == "own"),
        "away 180 days less the rest in errors": told_apart(trial, trial["away"] >= 180),
        "may be called": trial["may"].mean(),
        "may be called, customers": float(trial["may"].sum()),
        "may be called, in the last year": float((trial["may"] & year).sum()),
        "called without consent": float((trial["called"] & ~trial["may"]).sum()),
        "agreed to calls that sell": float(sell.sum()),
        "called without consent to that": float((trial["called"] & ~sell).sum()),
        "a call on average by buyers, EUR": reference.LEFT * effect - reference.COST,
        "error of a call by buyers, EUR": reference.LEFT * error,
        "a call on average by orders, EUR": reference.LEFT * more - reference.COST,
        "error of a call by orders, EUR": reference.LEFT * off,
        "A promises, EUR": reference.value_range(trial, whole["A"])[0],
        "B promises, EUR": reference.value_range(trial, whole["B"])[0],
        "cells of A": float(reference.cells_a(trial).nunique()),
    }
    far = trial.nlargest(reference.CAPACITY, "away")
    out["of the 300 longest away, buy without a call"] = far["bought"][~far["called"]].mean()
    may = trial[trial["may"]]
    for where, rows in (("", trial), (", who agreed", may)):
        out |= {f"300 calls by {name}{where}, EUR": value for name, value in reference.values_of(rows, lists).items()}
    for other in ("risk", "lot", "A"):
        ends = reference.lead_range(may, lists, "B", other, draws=100)
        out |= {f"B less {other}, who agreed, EUR{end}": value for end, value in zip(("", ", lowest", ", highest"), ends, strict=True)}
    return out | _later(company, trial) | _reached(company, trial) | _cases(company) | _advocates(company)


def told_apart(trial, group):
    """The effect on a group less that on the rest, in errors of the difference."""
    (one, off), (other, also) = (reference.effect_of(trial[rows]) for rows in (group, ~group))
    return (one - other) / np.hypot(off, also)


def _reached(company, trial):
    """Detractors of the last year who may be called, and how long a trial among them would take."""
    low = reference.detractors_of(company)
    may, reached = low[low["may"]], int(low.drop_duplicates("customer_id")["may"].sum())
    wave, base = reached // 4, trial["bought"][~trial["called"]].mean()
    plans = {more: reference.trial_length(base, more / 100, wave) for more in (5, 10, 15)}
    return {
        "detractors who may be called, in the last year": float(reached),
        "detractors who may be called, a wave": float(wave),
        "detractors who may be called, most in a wave of the last year": float(may["sent_at"].value_counts().max()),
        **{f"{more} more of 100 among detractors, waves": float(plan["waves"]) for more, plan in plans.items()},
    }


def _cases(company):
    """Who writes to service, and how long a trial among them would take."""
    cases = reference.cases_of(company)
    quarter, base = len(cases) // 4, cases["soon"].mean()
    out = {"customers with a first case, a quarter": float(quarter), "ordered within 60 days of a case": base}
    for more in (5, 10):
        plan = reference.trial_length(base, more / 100, quarter)
        out |= {f"{more} more of 100 after a case, {name}": float(number) for name, number in plan.items()}
    return out


def _later(company, trial):
    """The effect after 60 and after 180 days, among those who can be followed so long."""
    orders = company["orders"]
    late = trial[trial["day"] + pd.Timedelta(days=180) <= orders["ordered_at"].max()]
    since = (orders["ordered_at"] - orders["customer_id"].map(late["day"])).dt.days
    out = {"followed for 180 days": float(len(late))}
    for days in (60, 180):
        number = orders[(since >= 0) & (since < days)].groupby("customer_id").size().reindex(late.index, fill_value=0)
        out[f"bought within {days} days, difference"] = reference.effect_of(late.assign(bought=number > 0))[0]
        mean = number.groupby(late["called"]).mean()
        out[f"orders within {days} days, difference"] = mean[True] - mean[False]
    return out


def _advocates(company):
    """Who brings others, and what those who were brought order in their first year."""
    people = company["customers"].set_index("customer_id")
    heard = company["surveys"].dropna(subset=["score"]).groupby("customer_id")["score"].mean()
    brings = heard.index.isin(people["referred_by"].dropna().astype(int))
    orders = company["orders"].assign(first=lambda x: x.groupby("customer_id")["ordered_at"].transform("min"))
    early = orders["first"] <= orders["ordered_at"].max() - reference.YEAR
    year = orders[early & (orders["ordered_at"] < orders["first"] + reference.YEAR)]
    number = year.groupby("customer_id").size()
    brought = people["acquisition_channel"].astype(str).reindex(number.index) == "referral"
    panel = company["needs_survey"]["ever_left_after_bad_service"]
    helped = company["tickets"].dropna(subset=["satisfaction"]).sort_values("opened_at").drop_duplicates("customer_id")
    helped = helped[helped["opened_at"] <= orders["ordered_at"].max() - pd.Timedelta(days=180)].set_index("customer_id")
    since = (orders["ordered_at"] - orders["customer_id"].map(helped["opened_at"])).dt.days
    again = helped.index.isin(orders["customer_id"][(since > 0) & (since <= 180)])
    return {
        "bring others, promoters": brings[heard >= 9].mean(),
        "bring others, detractors": brings[heard <= 6].mean(),
        "orders in the first year, brought": number[brought].mean(),
        "orders in the first year, others": number[~brought].mean(),
        "say that they left": panel.mean(),
        "ordered again after bad service": again[helped["satisfaction"] <= 2].mean(),
        "ordered again after good service": again[helped["satisfaction"] >= 4].mean(),
    }


def _known(company, asked, trial, truth):
    """What the lesson's numbers are beside the truth."""
    if truth is None:
        return {}
    real = reference.true_scores(company, truth, asked)
    effect = reference.true_effects(truth, trial)
    lists = reference.lists_of(trial)
    mend = truth["truth_grievances"].groupby(truth["truth_grievances"]["theme"].astype(str))["mending_gain_eur"].sum()
    texts = truth["truth_texts"]
    texts = texts[texts["source"].astype(str) == "surveys"].set_index("text_id")["sentiment"].astype(str)
    said = company["surveys"].dropna(subset=["verbatim"]).set_index("survey_id")["verbatim"]
    mixed = reference.mood_of(said[texts.reindex(said.index) == "mixed"])
    out = {f"truth: score, {wave}": real[wave] for wave in WAVES}
    may = trial["may"]
    for where, who in (("", may | True), (", who agreed", may)):
        out |= {f"truth: 300 calls by {name}{where}, EUR": reference.true_value(effect[who], lists[name][who]) for name in lists}
        out[f"truth: 300 calls by lot{where}, EUR"] = reference.true_lot(effect[who])
        out[f"truth: 300 calls, best list{where}, EUR"] = reference.true_value(effect[who], effect[who])
    return out | {
        "truth: effect of a call": effect.mean(),
        "truth: effect, own": effect[trial["came"] == "own"].mean(),
        "truth: effect, paid": effect[trial["came"] == "paid"].mean(),
        "truth: effect, away 180 days": effect[trial["away"] >= 180].mean(),
        "truth: mending service over mending price": mend["service staff"] / mend["price"],
        "truth: mixed texts called praise": (mixed > 0).mean(),
    }


#: A sentence of the lesson -> whether the facts of a company bear it out.
SENTENCES = {
    "Two in three say nothing": lambda f: 0.28 < f["answered, 2025-06"] < 0.37,
    "The errors of a move are a few points each": lambda f: 2 < f["error of a move, smallest"] and f["error of a move, largest"] < 6.5,
    "This autumn's rise is many errors long, so it is not noise": lambda f: f["autumn's rise in errors"] > 4,
    "Neither group fell, and the whole did": lambda f: (
        min(f["summer of 2024 in errors, own"], f["summer of 2024 in errors, paid"]) > 0 and f["summer of 2024 in errors, all"] < 0
    ),
    "Weighted, the summer of 2024 was no fall but a rise": lambda f: f["weighted, 2024-09"] > f["weighted, 2024-06"],
    "In September 2024 and June 2025 plain and weighted lie closer together": lambda f: (
        max(abs(f[f"plain, {wave}"] - f[f"weighted, {wave}"]) for wave in (AFTER_LIFT, LAST_MAIL))
        < 0.7 * abs(f["plain, 2024-06"] - f["weighted, 2024-06"])
    ),
    "Again Fernhill asked more of those who come on their own": lambda f: (
        f["came on their own among the asked, 2025-09"] > 1.5 * f["came on their own among the asked, 2025-06"]
    ),
    "part of the rise is gone": lambda f: f["autumn, weighted"] < 0.9 * f["autumn, plain"],
    "Extreme scores are suddenly far more common": lambda f: (
        f["extremes among answers, 2025-09"] - f["extremes among answers, 2025-06"] > 0.1
    ),
    "Of 100 who order often and lately, most do": lambda f: f["answer, often"] > 0.5,
    "The score tells something, and the date of the last order tells more": lambda f: (
        0.55 < f["score tells who stays"] < f["days tell who stays"] - 0.02
    ),
    "In surveys price is loudest": lambda f: f["surveys: price over the next"] > 1,
    "Whoever listens to tickets alone hears delivery": lambda f: f["tickets: delivery over the next"] > 1,
    "The loudest theme is not that of the biggest spenders": lambda f: (
        f["price, mentions over the next"] > 1 and f["price over the dearest, euros a head"] < 0.9
    ),
    "Those to whom nothing was done rise by about two points": lambda f: 1.5 < f["uncalled rise, points"] < 2.8,
    "of the proud two points at most a fraction is left": lambda f: f["called rise, points"] - f["uncalled rise, points"] < 0.75,
    "A call works: the range of all lies above zero": lambda f: f["effect in errors"] > 1.96,
    "A call does less for those who have been away for half a year": lambda f: f["effect, away 180 days"] < f["effect, away less long"],
    "The gap in *buyers* shrinks": lambda f: f["bought within 180 days, difference"] < f["bought within 60 days, difference"],
    "By buyers, calling *everybody* brings little, if anything": lambda f: f["a call on average by buyers, EUR"] < 1.2,
    "By orders it brings more": lambda f: f["a call on average by orders, EUR"] > f["a call on average by buyers, EUR"],
    "What A promised beyond a lot was mostly luck": lambda f: (
        f["300 calls by A, EUR"] - f["300 calls by lot, EUR"] < 0.6 * (f["A promises, EUR"] - f["300 calls by lot, EUR"])
    ),
    "a trial among detractors who may be called takes four waves or more": lambda f: (
        f["10 more of 100 among detractors, waves"] >= 4
    ),
    "One among those who write to service needs fewer quarters": lambda f: (
        f["10 more of 100 after a case, waves"] < min(f["10 more of 100 among detractors, waves"], 5)
    ),
    "One wave brings fewer than 300 who may be called": lambda f: (
        max(f["detractors who may be called, most in a wave of the last year"], f["detractors who may be called, a wave"]) < 300
    ),
    "It drew only some of last year's": lambda f: f["may be called, in the last year"] < 0.8 * f["detractors who may be called, in the last year"],
    "The list by risk spends most of its calls on customers who no longer come, called or not": lambda f: (
        f["of the 300 longest away, buy without a call"] < 0.2
    ),
    "That was wrong, whatever it taught": lambda f: f["called without consent"] > 50,
    "Promoters bring others about twice as often as detractors": lambda f: (
        1.3 < f["bring others, promoters"] / f["bring others, detractors"] < 4 and f["bring others, promoters"] < 0.15
    ),
    "Those who were brought order more in their first year": lambda f: (
        f["orders in the first year, brought"] > f["orders in the first year, others"]
    ),
    "Fernhill's own difference is several points, and not sixty": lambda f: (
        0.01 < f["ordered again after good service"] - f["ordered again after bad service"] < 0.25
    ),
}
