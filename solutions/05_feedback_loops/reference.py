"""Lesson 05, worked out once: what hidden tests, ranges, stories, gate, audit and debrief compute with.

Each exercise's function takes what the student's takes and gives what it should give. The others make an
exercise's arguments from a company's tables, or say what is so in truth. They are written apart from the
lesson's own solutions, so that the two hold each other.
"""

import re

import numpy as np
import pandas as pd

CAPACITY = 300  # calls that service has time for
LEFT = 12.0  # EUR: what an order leaves, as finance tells
COST = 2.0  # EUR: what a call costs, with the attempts that fail
WINDOW = 60  # days after the lot in which orders count
YEAR = pd.Timedelta(days=365)
PAID = ["search", "social", "marketplace"]
TRIAL = "call_back"
FOLDS = 5
AWAY_B = [120, 180]  # days since the last order: edges of the classes of report B …
AWAY_A = [28, 63, 119, 182, 273]  # … and of report A
BEFORE_LIFT = "2024-06"  # the waves around the change of who is asked
AFTER_LIFT = "2024-09"
LAST_MAIL = "2025-06"
FIRST_TEXT = "2025-09"
LAST_TEXT = "2025-12"

THEMES = {
    "price": ["price", "postage", "expensive", "overpriced", "rip-off", "dear", "fee", "discount", "voucher", "euros", "bargain"],
    "service": ["service", "staff", "hotline", "chat", "spoke", "speak", "someone", "person", "colleague", "assistant", "robot", "reply", "answered", "called", "calls", "rude", "unfriendly", "unhelpful", "nobody", "times", "minutes", "hands", "knew", "agent", "talk"],
    "quality": ["quality", "broke", "made", "faulty", "cheaply", "seam", "scratch", "rust", "wobbl", "fabric", "crack"],
    "delivery": ["deliver", "parcel", "courier", "driver", "slot", "doorstep", "date"],
    "returns": ["return", "refund", "exchange", "label"],
    "website": ["app", "site", "website", "search", "filter", "checkout", "page"],
    "range": ["range", "choice", "selection", "design", "size", "colour"],
    "packaging": ["packag", "packing", "plastic", "box", "carton"],
}  # fmt: skip
PRAISE = (
    "good great happy love fast quick friendly kind helpful easy perfect perfectly pleased glad fair nice lovely "
    "beautiful beautifully best reliable recommend thank thanks well polite solid gladly"
).split()
BLAME = (
    "bad badly late slow rude broken broke expensive overpriced terrible awful useless unfriendly unhelpful wrong "
    "worst disappointed ridiculous waste never nobody missing rip-off poor problem"
).split()


# ------------------------------------------------------------------------------------ the exercises


def nps(asked):
    """Per wave: answers, NPS in points, and its standard error in points."""
    heard = asked.dropna(subset="score")
    point = np.select([heard["score"] >= 9, heard["score"] <= 6], [1.0, -1.0], 0.0)
    by = pd.Series(point, heard.index).groupby(heard["wave"])
    made = pd.DataFrame({"answers": by.size(), "nps": 100 * by.mean()})
    made["error"] = 100 * by.std(ddof=0) / np.sqrt(made["answers"])
    return made


def weighted(answers, base):
    """Per cell: answers, their NPS, and the cell's share of the base."""
    made = score_of(answers["score"], answers["cell"])
    return made.assign(weight=base.reindex(made.index) / base.sum())


def backlog(mentions, customers):
    """Per theme: customers who complain of it, what they spent, and what those of them with 6 or less spent."""
    pairs = mentions[["customer_id", "theme"]].drop_duplicates()
    eur, score = (pairs["customer_id"].map(customers[name]) for name in ("eur", "score"))
    rows = pd.DataFrame({"theme": pairs["theme"], "customers": 1, "eur": eur, "unhappy_eur": eur * (score <= 6)})
    return rows.groupby("theme")[["customers", "eur", "unhappy_eur"]].sum()


def call_effect(trial):
    """Per group: customers called and not called, the effect on the share who bought (of 100), its error."""
    by = trial.groupby(["group", "called"])["bought"].agg(["size", "mean"]).unstack()
    n, share = by["size"], by["mean"]
    error = np.sqrt((share * (1 - share) / n).sum(axis=1))
    return pd.DataFrame({"called": n[True], "not_called": n[False], "effect": 100 * (share[True] - share[False]), "error": 100 * error})


def policy_value(trial, capacity, margin, cost):
    """What it brings to call so many, the highest scores first (EUR, after the cost of the calls)."""
    effect, _ = effect_of(trial.nlargest(capacity, "score"), "placed")
    return capacity * (effect * margin - cost)


def trial_length(base, more, per_wave):
    """Customers that each arm needs to see a rise by `more` four times in five, and the waves that this takes."""
    middle = base + more / 2
    each = int(np.ceil(round(16 * middle * (1 - middle) / more**2, 9)))
    return {"each": each, "waves": -(-2 * each // per_wave)}


# ------------------------------------------------------------------------------ from a company's tables


def score_of(score, group):
    """Per group: answers and NPS."""
    point = (score >= 9).astype(float) - (score <= 6)
    by = (100 * point).groupby(group)
    return pd.DataFrame({"answers": by.size(), "nps": by.mean()})


def came_of(company):
    """How each customer came: on her `own`, or `paid` for."""
    channel = company["customers"].set_index("customer_id")["acquisition_channel"].astype(str)
    return channel.isin(PAID).map({True: "paid", False: "own"})


def standing(company, at):
    """Customers who ordered in the 365 days before a moment: how they came, how often and how lately they ordered."""
    orders = company["orders"]
    ago = at - orders["ordered_at"]
    by = ago[(ago > pd.Timedelta(0)) & (ago <= YEAR)].groupby(orders["customer_id"])
    made = pd.DataFrame({"orders": by.size(), "days": by.min() / pd.Timedelta(days=1)})
    made["came"] = came_of(company).reindex(made.index)
    made["often"] = pd.cut(made["orders"], [0, 1, 3, np.inf], labels=["once", "2-3 times", "often"]).astype(str)
    made["recent"] = np.where(made["days"] <= 90, "lately", "long ago")
    return made.assign(cell=made["came"] + ", " + made["often"] + ", " + made["recent"])


def asked_of(company):
    """One row for each survey, with what the books knew when it was sent; `wave` is year and month."""
    surveys = company["surveys"]
    made = []
    for at, rows in surveys.groupby("sent_at"):
        here = standing(company, at).reindex(rows["customer_id"])
        made.append(rows.assign(wave=f"{at:%Y-%m}", **{name: here[name].to_numpy() for name in here}))
    return pd.concat(made, ignore_index=True).assign(mode=lambda x: x["mode"].astype(str))


def at_of(asked, wave):
    return asked.loc[asked["wave"] == wave, "sent_at"].iloc[0]


def heard_in(asked, wave):
    return asked[(asked["wave"] == wave) & asked["score"].notna()]


def weighted_nps(answers, base):
    made = weighted(answers, base)
    return float((made["nps"] * made["weight"]).sum())


def weighted_range(answers, base, draws=400, seed=1):
    """The 95 % range of the weighted score when those who were asked are drawn anew."""
    rng = np.random.default_rng(seed)
    share = base / base.sum()
    names = share.index.to_numpy(str)
    code = pd.Categorical(answers["cell"], names).codes
    point = (answers["score"] >= 9).to_numpy(float) - (answers["score"] <= 6).to_numpy(float)
    made = []
    for _ in range(draws):
        take = rng.integers(len(code), size=len(code))
        number = np.bincount(code[take], minlength=len(names))
        mean = np.bincount(code[take], point[take], len(names)) / np.maximum(number, 1)
        weight = share.to_numpy() * (number > 0)
        made.append(100 * (mean * weight).sum() / weight.sum())
    return np.array(made)


def tagged(texts, words=None):
    """One row for each text, one column for each theme: whether one of its words begins a word of the text."""
    low = texts.str.lower()
    return pd.DataFrame({theme: low.str.contains(r"\b(?:" + "|".join(map(re.escape, some)) + ")") for theme, some in (words or THEMES).items()})


def mood_of(texts):
    """Words of praise less words of blame in each text."""
    return texts.str.lower().str.findall(r"[a-z'-]+").map(lambda said: sum(word in PRAISE for word in said) - sum(word in BLAME for word in said)).astype(int)


def complaints(company):
    """Complaints in the last eight waves (customer and theme, a row for each survey), and the customers' euros and last score."""
    surveys = company["surveys"].dropna(subset=["verbatim"])
    waves = sorted(company["surveys"]["sent_at"].unique())[-8:]
    last = surveys[surveys["sent_at"].isin(waves)].sort_values("sent_at").set_index("survey_id")
    bad = last[(mood_of(last["verbatim"]) < 0) | (last["score"] <= 6)]
    long = tagged(bad["verbatim"]).rename_axis(columns="theme").stack()
    mentions = long[long].reset_index()[["survey_id", "theme"]]
    mentions["customer_id"] = mentions["survey_id"].map(bad["customer_id"])
    paid = company["order_lines"].groupby("order_id")["paid_eur"].sum()
    orders = company["orders"]
    eur = orders["order_id"].map(paid).groupby(orders["customer_id"]).sum().astype(float)
    people = pd.DataFrame({"score": last.groupby("customer_id")["score"].last()})
    people.insert(0, "eur", eur.reindex(people.index).fillna(0.0).round(2))
    return mentions[["customer_id", "theme"]].sort_values(["customer_id", "theme"]).reset_index(drop=True), people


def trial_of(company):
    """Who is in the call-back trial, with what was known on the day of the lot."""
    trial = company["trials"]
    trial = trial[trial["trial_id"].astype(str) == TRIAL].set_index("customer_id").sort_index()
    made = pd.DataFrame({"called": trial["arm"].astype(str) == "called", "bought": trial["bought"].astype(bool)})
    made["day"] = trial["assigned_on"].dt.tz_localize("UTC")
    orders = company["orders"]
    day = orders["customer_id"].map(made["day"])
    before = orders[orders["ordered_at"] < day].groupby("customer_id")["ordered_at"]
    since = (orders["ordered_at"] - day).dt.days
    made["placed"] = orders[(since >= 0) & (since < WINDOW)].groupby("customer_id").size().reindex(made.index, fill_value=0)
    made["away"] = (made["day"] - before.max().reindex(made.index)).dt.days
    made["orders"] = before.size().reindex(made.index)
    made["came"] = came_of(company).reindex(made.index)
    channel = company["customers"].set_index("customer_id")["acquisition_channel"].astype(str)
    made["channel"] = channel.reindex(made.index)
    made["score"] = trial["survey_id"].map(company["surveys"].set_index("survey_id")["score"])
    made["survey_id"] = trial["survey_id"]
    made["may"] = may_call(company, made["day"])
    return made


def may_call(company, day, purpose="service"):
    """Whether each had agreed to calls on a day, and not taken it back: about her orders (`service`), or to sell (`marketing`)."""
    asked = company["consents"]
    asked = asked[(asked["channel"].astype(str) == "phone") & (asked["purpose"].astype(str) == purpose)]
    asked = asked.set_index("customer_id").reindex(day.index)
    day = day.dt.tz_localize(None)
    out = asked["opted_out_on"]
    return (asked["since_on"] <= day) & (out.isna() | (out > day))


def effect_of(rows, of="bought"):
    """Effect of a call on the share who bought, or on the orders `placed`, and its error (per customer)."""
    one, other = rows[of][rows["called"]].astype(float), rows[of][~rows["called"]].astype(float)
    error = np.sqrt(one.var(ddof=0) / len(one) + other.var(ddof=0) / len(other))
    return one.mean() - other.mean(), error


def cells_b(trial):
    """Report B: how she came, and three classes of days since the last order."""
    return trial["came"] + np.digitize(trial["away"], AWAY_B).astype(str)


def cells_a(trial):
    """Report A: channel, six classes of days, four of orders, three of scores."""
    parts = np.digitize(trial["away"], AWAY_A), trial["orders"].clip(upper=4).astype(int), np.digitize(trial["score"], [3, 5])
    return trial["channel"] + pd.Series([" ".join(map(str, row)) for row in zip(*parts, strict=True)], trial.index)


def learned(learn, who, cells):
    """For each of `who`: the effect of a call in her cell among `learn`; where there is none, that among all."""
    share = learn.groupby([cells(learn), "called"])["bought"].mean().unstack()
    return cells(who).map(share[True] - share[False]).fillna(effect_of(learn)[0])


def fresh(trial, cells):
    """For everybody, her place (0 to 1) in her fifth of the customers, by what the other four fifths have taught.

    Places, and not effects: a fifth that was lucky by itself has taught the others less.
    """
    fifth, place = trial.index % FOLDS, pd.Series(0.0, trial.index)
    for k in range(FOLDS):
        who = trial[fifth == k]
        place[who.index] = untied(learned(trial[fifth != k], who, cells), who).rank(pct=True)
    return place + 1e-9 * trial.index


def untied(score, trial):
    """Among equals, who was here last comes first."""
    return score - 1e-6 * trial["away"]


def lists_of(trial):
    """Rule -> score of each customer of the trial; the highest are called first. (A lot is worth the mean of all.)"""
    return {"risk": trial["away"] + 1e-9 * trial.index, "A": fresh(trial, cells_a), "B": fresh(trial, cells_b)}


def value_range(trial, score, of="placed", capacity=CAPACITY):
    """Value of a list in EUR, counting orders or buyers, and the ends of its 95 % range by the error of the effect."""
    return lot_range(trial.loc[score.reindex(trial.index).nlargest(capacity).index], of, capacity)


def lot_range(trial, of="placed", capacity=CAPACITY):
    """The same for calls by lot: any of them brings what a call brings on average."""
    effect, error = effect_of(trial, of)
    middle = capacity * (effect * LEFT - COST)
    return middle, middle - 1.96 * error * LEFT * capacity, middle + 1.96 * error * LEFT * capacity


def values_of(trial, scores, of="placed", capacity=CAPACITY):
    """Rule -> value of its list in EUR among these customers; with the lot, and with calling nobody."""
    value = {name: value_range(trial, score, of, capacity)[0] for name, score in scores.items()}
    return value | {"lot": lot_range(trial, of, capacity)[0], "nobody": 0.0}


def lead_range(trial, scores, one, other, of="placed", draws=200, seed=1):
    """By how many EUR one rule's list is ahead of another's, and its 95 % range: all customers are drawn anew, for both at once."""
    rng = np.random.default_rng(seed)
    pair = {name: scores[name] for name in (one, other) if name in scores}
    rows = trial[["called", of]].assign(**pair)
    drawn = []
    for _ in range(draws):
        crowd = rows.iloc[rng.integers(len(rows), size=len(rows))].reset_index(drop=True)
        value = values_of(crowd, crowd[list(pair)], of)
        drawn.append(value[one] - value[other])
    value = values_of(rows, pair, of)
    return value[one] - value[other], *np.quantile(drawn, [0.025, 0.975])


def signed(value, lead_of_a):
    """The list to sign by the lesson's rule.

    `value` has each rule's value in EUR, with `lot` and `nobody`. The best of those that can be checked is
    signed; A only if the range of its lead over that one, which `lead_of_a` gives, lies above zero.
    """
    best = max((name for name in value if name != "A"), key=value.get)
    if value["A"] > value[best] and lead_of_a(best)[1] > 0:
        return "A"
    return best


def true_lot(effect, capacity=CAPACITY):
    """What calls by lot truly bring in EUR, counting buyers."""
    return float(capacity * (LEFT * effect.mean() - COST))


def rise_of(company, trial):
    """Scores of those in the trial: the one that brought them in, and the next one, if there is one."""
    heard = company["surveys"].dropna(subset=["score"]).sort_values("sent_at")
    first = heard.set_index("survey_id")["sent_at"].reindex(trial["survey_id"]).set_axis(trial.index)
    later = heard[heard["sent_at"] > heard["customer_id"].map(first)].drop_duplicates("customer_id")
    made = pd.DataFrame({"called": trial["called"], "first": trial["score"]})
    made["next"] = later.set_index("customer_id")["score"].reindex(trial.index)
    return made.dropna()


def detractors_of(company):
    """Answers of 6 or less in the last year, in the order of time: customer, day, and whether she may be called about her orders."""
    surveys = company["surveys"]
    year = surveys["sent_at"] > company["orders"]["ordered_at"].max() - YEAR
    low = surveys.loc[year & (surveys["score"] <= 6), ["customer_id", "sent_at"]].sort_values("sent_at")
    parts = [rows.assign(may=may_call(company, rows.set_index("customer_id")["sent_at"]).to_numpy()) for _, rows in low.groupby("sent_at")]
    return pd.concat(parts, ignore_index=True)


def cases_of(company):
    """Customers who wrote to service in a year that ended 60 days before the last order: each one's first case, and whether she ordered soon after."""
    tickets, orders = company["tickets"], company["orders"][["customer_id", "ordered_at"]]
    ago = (orders["ordered_at"].max() - tickets["opened_at"]).dt.days
    first = tickets[(ago >= WINDOW) & (ago < WINDOW + 365)].sort_values("opened_at").drop_duplicates("customer_id")
    wait = (orders["ordered_at"] - orders["customer_id"].map(first.set_index("customer_id")["opened_at"])).dt.days
    first = first.set_index("customer_id")[["opened_at"]]
    first["soon"] = first.index.isin(orders["customer_id"][(wait >= 0) & (wait < WINDOW)])
    return first


# ---------------------------------------------------------------------- arguments of the exercises


def waves_of(company):
    """Everybody who was asked, with wave and score: what `nps` takes."""
    surveys = company["surveys"]
    return (pd.DataFrame({"customer_id": surveys["customer_id"], "wave": surveys["sent_at"].dt.strftime("%Y-%m"), "score": surveys["score"]}),)


def cells_of(company):
    """Answers of the last wave with their cells, and the customers in each cell of the base: what `weighted` takes."""
    surveys = company["surveys"]
    if "cell" in surveys:  # the page
        return surveys, company["base"].set_index("cell")["customers"]
    at = surveys["sent_at"].max()
    here = standing(company, at)
    answers = surveys[(surveys["sent_at"] == at) & surveys["score"].notna()][["customer_id", "score"]]
    answers = answers.assign(cell=answers["customer_id"].map(here["cell"])).reset_index(drop=True)
    base = here["cell"].value_counts()
    return answers, base[base.index.isin(answers["cell"])].rename("customers")


def cell_books(company):
    """What is known of a weighted score from elsewhere: answers, their plain NPS, customers by cell."""
    answers, base = cells_of(company)
    plain = 100 * float((answers["score"] >= 9).mean() - (answers["score"] <= 6).mean())
    return {"answers": len(answers), "plain": plain, "base": base}


def trial_groups_of(company):
    """The trial with groups by how she came: what `call_effect` takes."""
    trial = trial_of(company)
    return (pd.DataFrame({"group": trial["came"], "called": trial["called"], "bought": trial["bought"]}),)


def ranked_of(company):
    """The trial in the order of risk, the capacity, what an order leaves, what a call costs: what `policy_value` takes."""
    trial = trial_of(company)
    made = trial[["called", "placed"]].assign(score=(trial["came"] == "own") - 1e-6 * trial["away"] - 1e-12 * trial.index)
    return made.reset_index(), len(trial) // 5, LEFT, COST


def few_ranked_of(company):
    """The same, the longest away first, with few calls and other euros."""
    trial = trial_of(company)
    made = trial[["called", "placed"]].assign(score=lists_of(trial)["risk"])
    return made.reset_index(), len(trial) // 8, 9.5, 1.25


def length_of(company):
    """Share who buy without a call, a rise to be seen, detractors a wave: what `trial_length` takes."""
    trial = trial_of(company)
    return round(float(trial["bought"][~trial["called"]].mean()), 3), 0.057, max(int(company["surveys"]["score"].le(6).sum() // 12), 20)


# -------------------------------------------------------------------------- the decision and its truth


def true_scores(company, truth, asked):
    """Wave -> NPS that the base has in mind: what everybody asked would have said, weighted to the base."""
    would = truth["truth_surveys"].set_index("survey_id")["would_score"]
    asked = asked.assign(score=asked["survey_id"].map(would))
    return {wave: weighted_nps(rows, standing(company, rows["sent_at"].iloc[0])["cell"].value_counts()) for wave, rows in asked.groupby("wave")}


def true_effects(truth, trial):
    """Per customer of the trial: by how much a call truly moves her chance of buying."""
    rows = truth["truth_trials"]
    rows = rows[(rows["trial_id"].astype(str) == TRIAL) & (rows["arm"].astype(str) == "called")]
    return rows.set_index("customer_id")["effect"].reindex(trial.index)


def true_value(effect, score, capacity=CAPACITY):
    """What calling so many truly brings in EUR, counting buyers: at least, since some order twice."""
    chosen = score.nlargest(capacity).index
    return float(LEFT * effect[chosen].sum() - COST * len(chosen))
