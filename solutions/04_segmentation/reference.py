"""Lesson 04, worked out once: what hidden tests, ranges, stories, gate, audit and debrief compute with.

Each exercise's function takes what the student's takes and gives what it should give. The others make an
exercise's arguments from a company's tables, or say what is so in truth. They are written apart from the
lesson's own solutions, so that the two hold each other.
"""

import numpy as np
import pandas as pd

BUDGET = 1_500
COST = 2.5
IN_OLD = 0.55  # the group's share among owners of an old phone, as the lesson tells
IN_OTHERS = 0.10  # ... and among others
FEWEST_LINES = 6  # of whom fewer were bought, the mix says little
LEAST_ORDERS = 2
ACTIVE_DAYS = 548
AWAY_DAYS = 365  # whose last order is as old gets no offer: most of them are gone
OWN_ORDERS = 1  # a customer's mean order is drawn to the average customer's, as if she had so many such orders more
WEEKS = 30 / 7  # of the trial's window, in an average season
TRIAL = "personal_offer"
OLD = "old phone"
LINES = ["Brio", "Hearth", "Linen", "Lumen", "Stow", "Terra"]
NEEDS = {"Hearth": "cooking", "Linen": "nesting", "Brio": "bargains", "Terra": "order and garden"}

# Who could act on it on Monday: what fits, and why each other option does not.
MONDAY = {
    "whale": (
        "ce",
        {
            "a": "Ring them up, by all means: each is worth it. But how many are there, for an offer by rule?",
            "b": "Their orders are in the books, so everybody knows who they are.",
            "d": "So few people could be treated very differently. How many are there?",
        },
    ),
    "panel_cooks": (
        "b",
        {
            "a": "Which of the customers outside the panel are cooks? Nobody has asked them.",
            "c": "It is a large group: about a third of those asked.",
            "d": "They say that they want something that the others do not.",
            "e": "This group holds up when the panel is drawn anew. But which of all customers can you name?",
        },
    ),
    "brio_buyers": (
        "a",
        {
            "b": "Their orders say who they are.",
            "c": "About one customer in five is one.",
            "d": "A voucher may move them more than a personal offer. So there is something to do differently.",
            "e": "Their order lines stay what they are, whoever else is drawn.",
        },
    ),
    "odd_ids": (
        "d",
        {
            "a": "You know who they are. What would you do with them that you do not do with the others?",
            "b": "The number is in every row.",
            "c": "It is half of all customers.",
            "e": "A number stays what it is, whoever else is drawn.",
        },
    ),
    "fifth_group": (
        "e",
        {
            "a": "Draw the panel again and look for them.",
            "b": "Reach is not the first problem. Are they there when you draw again?",
            "c": "Size is not the first problem. Are they there when you draw again?",
            "d": "Before you ask what to do: are they there when you draw again?",
        },
    ),
    "two_orders_mailable": (
        "a",
        {
            "b": "Orders and consents are in the books.",
            "c": "They are a third of all customers.",
            "d": "They are the ones that the trial speaks for, and that you may write to. The others get no offer, so there is something to do differently.",
            "e": "It is a rule on orders and consents, so the same people come out.",
        },
    ),
}


def rfm(customers):
    """Scores 1 to 5 by days since the last order, orders and euros: equal customers get equal scores."""
    made = {}
    for name, column, sign in (("r", "days", -1), ("f", "orders", 1), ("m", "eur", 1)):
        value = sign * customers[column].to_numpy(float)
        worse = np.searchsorted(np.sort(value), value, side="left")
        made[name] = 1 + 5 * worse // len(value)
    return pd.DataFrame(made, index=customers.index)


def assign(answers, centres):
    """Per customer: the centre that is nearest to her answers less their own mean, and how far it is."""
    own = answers.to_numpy(float)
    own = own - own.mean(axis=1, keepdims=True)
    off = np.sqrt(((own[:, None, :] - centres[answers.columns].to_numpy(float)[None]) ** 2).sum(axis=2))
    made = pd.DataFrame({"segment": centres.index[off.argmin(axis=1)], "distance": off.min(axis=1)}, answers.index)
    return made.rename_axis(answers.index.name)


def stability(first, again):
    """Per segment of `first`: mean over the runs of the best overlap (both over either) with a group of that run."""
    made = {}
    for name in sorted(first.unique()):
        best = []
        for run in again.columns:
            there = again[run].dropna()
            mine = first.reindex(there.index) == name
            shares = []
            for group in there.unique():
                other = there == group
                shares.append((mine & other).sum() / (mine | other).sum())
            best.append(max(shares))
        made[name] = float(np.mean(best))
    return pd.Series(made).rename_axis("segment")


def picked(picks):
    """Item × group: times picked as best less times picked as worst, over times shown."""
    score = picks["best"].astype(int) - picks["worst"].astype(int)
    return score.groupby([picks["item"].astype(str), picks["group"]]).mean().unstack()


def choose(customers, cost, budget):
    """Expected gain (EUR) of those who get an offer: the largest ones above 0, at most `budget` of them."""
    gain = customers["effect"] * customers["margin_eur"] - cost
    return gain[gain > 0].sort_values(ascending=False).iloc[:budget].rename("gain_eur")


def rates(customers):
    """Per group: customers, the share of them who are chosen, and that share over the highest of all groups."""
    made = customers.groupby("group")["chosen"].agg(["size", "mean"]).set_axis(["customers", "rate"], axis=1)
    made["ratio"] = made["rate"] / made["rate"].max()
    return made


# ------------------------------------------------------------------------------ from a company's tables


def order_margins(company):
    """Per order, in EUR: what is left after goods, refunds, handling, packing, tickets and goodwill."""
    orders, lines = company["orders"].set_index("order_id"), company["order_lines"]
    rate = company["activity_costs"].set_index("activity")["rate_eur"].astype(float)
    back, tickets = company["returns"], company["tickets"]
    sold = (lines["paid_eur"] - lines["quantity"] * lines["unit_cost_eur"]).groupby(lines["order_id"]).sum()
    returned = (back["refund_eur"] + back["handling_cost_eur"]).groupby(back["order_id"]).sum()
    asked = (tickets["goodwill_eur"].fillna(0) + rate["ticket"]).groupby(tickets["order_id"]).sum()
    packing = (orders["channel"].astype(str) + "_order").map(rate).astype(float)
    parts = [part.astype(float).reindex(orders.index, fill_value=0.0) for part in (sold, returned, asked)]
    return parts[0] - parts[1] - parts[2] - packing


def orders_of(company):
    """One row per order: customer, moment, euros paid, margin, and how many order lines of each product line."""
    line = company["products"].set_index("product_id")["line"].astype(str)
    rows = company["order_lines"]
    number = pd.crosstab(rows["order_id"], rows["product_id"].map(line)).reindex(columns=LINES, fill_value=0)
    orders = company["orders"].set_index("order_id")[["customer_id", "ordered_at"]]
    paid = rows.groupby("order_id")["paid_eur"].sum()
    return orders.assign(eur=paid, margin_eur=order_margins(company)).join(number).fillna({"eur": 0.0})


def people_of(orders, until=None):
    """Per customer, up to a moment: orders, days since the last, euros, lines of each product line."""
    until = until or orders["ordered_at"].max()
    by = orders[orders["ordered_at"] <= until].groupby("customer_id")
    made = by[["eur", *LINES]].sum()
    made.insert(0, "orders", by.size())
    made.insert(1, "days", (until - by["ordered_at"].max()).dt.days)
    return made


def may_get(company, people):
    """Who may get an offer: two orders, the last within 548 days, and an e-mail is allowed."""
    asked = company["consents"]
    asked = asked[(asked["channel"] == "email") & (asked["purpose"] == "marketing") & asked["opted_out_on"].isna()]
    may = people["orders"].ge(LEAST_ORDERS) & people["days"].lt(ACTIVE_DAYS)
    return people[may & people.index.isin(asked["customer_id"])]


def k_means(points, groups, seed=4, starts=10):
    """Centres (array) of the tightest of several runs of Lloyd's rounds."""
    rng, best, tightest = np.random.default_rng(seed), None, np.inf
    for _ in range(starts):
        centres = points[rng.choice(len(points), 1)]
        while len(centres) < groups:
            far = _squares(points, centres).min(axis=1)
            centres = np.vstack([centres, points[rng.choice(len(points), p=far / far.sum())]])
        for _ in range(100):
            label = _squares(points, centres).argmin(axis=1)
            moved = np.array(
                [points[label == k].mean(axis=0) if (label == k).any() else centres[k] for k in range(groups)]
            )
            if np.allclose(moved, centres):
                break
            centres = moved
        spread = _squares(points, centres).min(axis=1).sum()
        if spread < tightest:
            best, tightest = centres, spread
    return best


def _squares(points, centres):
    return np.maximum((points**2).sum(axis=1)[:, None] - 2 * points @ centres.T + (centres**2).sum(axis=1), 0.0)


def shares_of(people):
    """Each customer's order lines by product line, as shares."""
    return people[LINES].div(people[LINES].sum(axis=1), axis=0).fillna(0.0)


def line_centres(people):
    """Centres of four groups of customers with six lines or more, named after the line that stands out."""
    enough = people[LINES].sum(axis=1) >= FEWEST_LINES
    centres = k_means(shares_of(people)[enough].to_numpy(float), 4)
    return pd.DataFrame(centres, [LINES[k] for k in centres.argmax(axis=1)], LINES)


def segment_of(people, centres):
    """The name of the nearest of the four groups, by shares of order lines."""
    nearest = _squares(shares_of(people).to_numpy(float), centres.to_numpy(float)).argmin(axis=1)
    return pd.Series(centres.index[nearest], people.index)


def trial_of(company, orders, centres):
    """Who is in the trial of offers: arm, whether she bought, and segment, days, orders and euros as of the day of the lot."""
    trial = company["trials"]
    trial = trial[trial["trial_id"].astype(str) == TRIAL].set_index("customer_id")
    day = pd.Timestamp(trial["assigned_on"].iloc[0]).tz_localize("UTC")
    before = people_of(orders, day).reindex(trial.index)
    made = trial[["arm", "bought"]].assign(arm=trial["arm"].astype(str))
    return made.assign(segment=segment_of(before, centres), **before[["days", "orders", "eur"]])


def effects(trial, arm="personal"):
    """Per segment: by how much more of those in `arm` bought than of those without an offer.

    Columns: `effect`; its `noise`, the variance; `careful`, the effect drawn to that of all, the more so the noisier it is.
    """
    sums = trial.groupby(["segment", "arm"])["bought"].agg(["size", "mean"]).unstack()
    share, noise = sums["mean"], sums["mean"] * (1 - sums["mean"]) / sums["size"]
    made = pd.DataFrame({"effect": share[arm] - share["no_offer"], "noise": noise[arm] + noise["no_offer"]})
    return made.assign(careful=drawn_to(made["effect"], made["noise"], effect_of_all(trial, arm)))


def effect_of_all(trial, arm="personal"):
    """By how much more of all in `arm` bought."""
    share = trial.groupby("arm")["bought"].mean()
    return float(share[arm] - share["no_offer"])


def drawn_to(effect, noise, middle):
    """Effects (in the last axis) drawn to `middle`, the more so the noisier they are (method of moments)."""
    gap = np.asarray(effect, dtype=float) - np.asarray(middle, dtype=float)[..., None]
    noise = np.asarray(noise, dtype=float)
    real = np.maximum((gap**2 - noise).mean(axis=-1, keepdims=True), 0)
    return np.asarray(middle, dtype=float)[..., None] + gap * real / (real + noise)


def margin_lines(orders, segment):
    """Per segment: slope and level of what an order leaves by what is paid for it."""
    by = orders.groupby(orders["customer_id"].map(segment))
    return {name: np.polyfit(rows["eur"], rows["margin_eur"], 1) for name, rows in by}


def margins_of(people, lines, typical):
    """What one more order of each leaves: her mean order, drawn to `typical` euros, on her segment's line."""
    size = (people["eur"] + OWN_ORDERS * typical) / (people["orders"] + OWN_ORDERS)
    told = people["segment"].astype(str).map(lines)
    return size * told.str[0].astype(float) + told.str[1].astype(float)


def plan_of(company):
    """All that the decision needs: candidates with segment, effect and margin; the trial; centres; orders."""
    orders = orders_of(company)
    everybody = people_of(orders)
    centres = line_centres(everybody)
    segment = segment_of(everybody, centres)
    trial = trial_of(company, orders, centres)
    told = effects(trial[trial["days"] < AWAY_DAYS])
    people = may_get(company, everybody).copy()
    people["segment"] = segment.reindex(people.index)
    people["effect"] = people["segment"].map(told["careful"]).where(people["days"] < AWAY_DAYS, 0.0)
    lines, typical = margin_lines(orders, segment), (people["eur"] / people["orders"]).mean()
    people["margin_eur"], trial["margin_eur"] = margins_of(people, lines, typical), margins_of(trial, lines, typical)
    recent = trial[trial["days"] < AWAY_DAYS]
    people["gain_eur"] = people["effect"] * people["margin_eur"] - COST
    people["old"] = (company["customers"].set_index("customer_id")["device"].astype(str) == OLD).reindex(people.index)
    return {"orders": orders, "everybody": everybody, "centres": centres, "segment": segment, "trial": trial,
            "recent": recent, "effects": told, "people": people}  # fmt: skip


def lists_of(people, seed=4):
    """Who gets an offer by each rule: name -> True or False by candidate."""
    value = people.index.isin(choose(people, COST, BUDGET).index)
    chance = np.random.default_rng(seed).permutation(len(people)) < BUDGET
    made = {"best": people["eur"].rank(ascending=False) <= BUDGET, "value": value, "chance": chance}
    made["equal"] = equal_rates(people["gain_eur"], people["old"], int(value.sum()))
    return {name: pd.Series(np.asarray(one), people.index) for name, one in made.items()}


def equal_rates(gain, group, number):
    """As many offers at the same rate in both groups, the largest gains first."""
    made = pd.Series(False, gain.index)
    for one in (True, False):
        mine = gain[group == one]
        made[mine.nlargest(round(number * len(mine) / len(gain))).index] = True
    return made


def drawn_effects(trial, draws=200, seed=1):
    """Draws × segments: the effects when the trial's customers are drawn anew; as they are, and careful ones."""
    rng = np.random.default_rng(seed)
    names, code = np.unique(trial["segment"].to_numpy(str), return_inverse=True)
    cell = code * 2 + (trial["arm"] == "personal").to_numpy()
    cell[(trial["arm"] == "one_size").to_numpy()] = 2 * len(names)
    bought, made, middle = trial["bought"].to_numpy(float), [], []
    for _ in range(draws):
        take = rng.integers(len(trial), size=len(trial))
        number = np.bincount(cell[take], minlength=2 * len(names) + 1)[:-1].reshape(-1, 2)
        sums = np.bincount(cell[take], bought[take], 2 * len(names) + 1)[:-1].reshape(-1, 2)
        share, every = sums / number, sums.sum(axis=0) / number.sum(axis=0)
        made.append(share[:, 1] - share[:, 0])
        middle.append(every[1] - every[0])
    noise = effects(trial)["noise"].reindex(names)
    return pd.DataFrame(made, columns=names), pd.DataFrame(drawn_to(made, noise, middle), columns=names)


def gain_drawn(people, chosen, drawn):
    """What a list brings (EUR), by draw of `drawn` careful effects."""
    recent = chosen & (people["days"] < AWAY_DAYS)
    margin = people["margin_eur"][recent].groupby(people["segment"][recent]).sum()
    return drawn[margin.index].mul(margin).sum(axis=1) - COST * chosen.sum()


# ---------------------------------------------------------------------- arguments of the exercises


def contacts_of(company):
    """Days since the last order, orders and euros of each customer: what `rfm` takes."""
    orders = company["orders"]
    paid = company["order_lines"].groupby("order_id")["paid_eur"].sum()
    by = orders.assign(eur=orders["order_id"].map(paid).fillna(0.0)).groupby("customer_id")
    days = (orders["ordered_at"].max() - by["ordered_at"].max()).dt.days
    return (pd.DataFrame({"days": days, "orders": by.size(), "eur": by["eur"].sum().round(2)}),)


def answers_of(company):
    """The panel's answers to eight statements, by customer."""
    return company["needs_survey"].set_index("customer_id").filter(like="item_").astype(int)


def panel_of(company):
    """Answers and four centres: what `assign` takes."""
    answers = answers_of(company)
    if len(answers.columns) == 4:  # the page and its eight people
        return answers, company["centres"].set_index("segment")
    high = np.array([[1.1, 1.0], [0.9, 1.2], [1.0, 0.8], [1.3, 1.0]])
    centres = pd.DataFrame(-0.35, pd.Index(["cooks", "cosy", "deals", "tidy"], name="segment"), answers.columns)
    for k, name in enumerate(centres.index):
        centres.loc[name, answers.columns[2 * k : 2 * k + 2]] = high[k]
    return answers, centres


def panel_books(company):
    """What is known of an assignment from elsewhere: customers, members by segment, the sum of squared distances."""
    made = assign(*panel_of(company))
    sizes = made["segment"].value_counts().to_dict()
    return {"customers": len(made), "sizes": sizes, "inertia": float((made["distance"] ** 2).sum())}


def runs_of(company):
    """Segments of the panel, and groups of five samples of it under other names: what `stability` takes."""
    answers, centres = panel_of(company)
    answers = answers.iloc[:150]
    rng = np.random.default_rng(len(company["needs_survey"]))
    first = assign(answers, centres)["segment"]
    again = {}
    for run in range(5):
        there = np.unique(rng.integers(len(answers), size=len(answers)))
        moved = centres + rng.normal(0, 0.5, centres.shape)
        moved.index = rng.permutation([11.0, 12.0, 13.0, 14.0])
        again[f"run_{run + 1}"] = assign(answers.iloc[there], moved)["segment"].astype(float)
    return first, pd.DataFrame(again).reindex(first.index)


def favourites(company):
    """The product line of which each customer bought most often, and `few` for those with less than three lines."""
    people = people_of(orders_of(company))
    return people[LINES].idxmax(axis=1).where(people[LINES].sum(axis=1) >= 3, "few")


def picks_of(company):
    """Best and worst picks with a group for each respondent: what `picked` takes."""
    picks = company["best_worst"].assign(group=company["best_worst"]["customer_id"].map(favourites(company)))
    picks = picks.assign(item=picks["item"].astype(str))
    return (picks[picks["group"].isin(["Brio", "Hearth", "Linen"])].reset_index(drop=True),)


def offers_of(company):
    """Candidates with an effect and a margin, the cost of an offer, the budget: what `choose` takes."""
    orders = orders_of(company)
    people = may_get(company, people_of(orders))
    effect = people[LINES].idxmax(axis=1).map(dict(zip(LINES, (0.07, 0.26, 0.31, 0.18, 0.22, 0.34), strict=True)))
    margin = orders.groupby("customer_id")["margin_eur"].mean().reindex(people.index)
    # A trifle for each, so that nobody ties with another at the edge of the budget.
    made = people[["orders", "eur"]].assign(effect=effect, margin_eur=margin.round(2) + 1e-6 * people.index)
    return made, COST, BUDGET


def few_offers_of(company):
    """The same with a budget that is soon used up."""
    made, cost, _ = offers_of(company)
    return made, cost, len(made) // 12


def devices_of(company):
    """Customers with their device, and whether they are among those who spent most: what `rates` takes."""
    orders = orders_of(company)
    people = may_get(company, people_of(orders))
    device = company["customers"].set_index("customer_id")["device"].astype(str).reindex(people.index)
    return (pd.DataFrame({"group": device, "chosen": people["eur"].rank(ascending=False) <= len(people) * 0.4}),)


# -------------------------------------------------------------------------- the decision and its truth


def true_effects(truth, at=None):
    """Per customer: by how much a personal offer truly moves the chance of an order in 30 days.

    `at`: the day; without it, the end of the data. An average season is assumed, and the share of those whom
    an offer puts off is the same for all. Formula: generator/business/trials/ledger.py.
    """
    people = truth["truth_customers"].set_index("customer_id")
    told = truth["truth_parameters"].set_index("parameter")["value"]
    gains = {need: float(told[f"personal_offer.gain_personal.{need}"]) for need in NEEDS.values()}
    put_off, loss = (float(told[f"personal_offer.{name}"]) for name in ("put_off_share", "loss_personal"))
    rate, hazard = people["purchase_rate_per_week"], people["dropout_rate_per_week"]
    left = pd.to_datetime(people["left_at"], utc=True)
    there = left.isna() if at is None else left.isna() | (left > at)
    both = rate + hazard
    quiet = np.exp(-both * WEEKS)
    silent = hazard / both * (1 - quiet) + quiet
    late = hazard / WEEKS * (1 / both**2 - quiet * (WEEKS / both + 1 / both**2)) + quiet
    gain = people["need_segment"].astype(str).map(gains).astype(float)
    return ((1 - put_off) * gain * late - put_off * loss * (1 - silent)) * there


def true_margins(truth, orders):
    """Per customer: what one more order is expected to leave, from what she is like.

    The ledger's orders say what an order leaves by its customer's true mean, need, returns and questions.
    """
    people = truth["truth_customers"].set_index("customer_id")
    sums = pd.get_dummies(people["need_segment"].astype(str)).mul(people["mean_order_value_eur"], axis=0).astype(float)
    sums["returns"] = people["return_factor"] * people["mean_order_value_eur"]
    sums["questions"], sums["order"] = people["contact_factor"], 1.0
    rows = sums.reindex(orders["customer_id"]).to_numpy(float)
    found = np.linalg.lstsq(rows, orders["margin_eur"].to_numpy(float), rcond=None)[0]
    return pd.Series(sums.to_numpy(float) @ found, sums.index)


def true_gains(truth, plan):
    """Per candidate: what an offer truly brings, less its cost."""
    people = plan["people"].index
    gain = true_effects(truth).reindex(people) * true_margins(truth, plan["orders"]).reindex(people)
    return gain - COST


def true_trial_effects(truth, trial):
    """The same per segment of the trial: its true mean effect, by the trial's own truth."""
    rows = truth["truth_trials"]
    rows = rows[(rows["trial_id"].astype(str) == TRIAL) & (rows["arm"].astype(str) == "personal")]
    return rows.set_index("customer_id")["effect"].reindex(trial.index).groupby(trial["segment"]).mean()


def ratio_of(chosen, group):
    """The rate at which a group is chosen over the rate of the others."""
    return float(chosen[group].mean() / chosen[~group].mean())


def unmixed(chosen, old, of_old, of_others):
    """Rates of a hidden group and of all others, from the rates by device and the group's share in each."""
    one, other = chosen[old].mean(), chosen[~old].mean()
    gap = (one - other) / (of_old - of_others)
    rest = other - of_others * gap
    return float(rest + gap), float(rest)
