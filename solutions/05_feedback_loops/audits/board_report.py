"""The supplier's report to the board: what its sentences say, rightly and not.

Four sentences carry the rule: orders with a call and without one, of two kinds of customers. The others are
about scores, answers, texts and consent; five of them are right and surprise.
"""

from types import SimpleNamespace

import pandas as pd
import reference
from classroom.check.reports import Flaw, Sentence

OPENING = (
    "**From the supplier: scores and calls.** Customers came *on their own* if their channel is not search, social or marketplace; all others were "
    "*paid for*. *In the trial* means in `call_back`. *Away* counts whole days from the last order before the lot to the day of the lot (00:00 UTC). "
    "*Long away* is 180 days or more. *Orders* are those of the trial's 60 days (`placed`), and *bought* means one of them or more. *NPS* is over all answers of a wave, "
    "without weights. Of those *away longest*, the higher customer number comes first among equals. *Lexicon* is that of the notebook, unchanged."
)
RULE = (
    "The rule is that of the notebook: the best estimate, and nobody is worth 0. A call costs 2 euros, and an order leaves 12. So call a kind of customer if its orders "
    "for 100 customers with a call, less those without one, over 100 and times 12 euros, come to more than 2 euros. The kinds are: those who came on their own, and those long away."
)
RECOMMENDS = {
    "both": "So we recommend: call those who came on their own, and those long away.",
    "own": "So we recommend: call those who came on their own, and nobody for being long away.",
    "long": "So we recommend: call those long away, and nobody for having come on their own.",
    "nobody": "So we recommend: call neither kind.",
}


def rule(own_with, own_without, long_with, long_without):
    own, away = ((one - other) / 100 * 12 > 2 for one, other in ((own_with, own_without), (long_with, long_without)))
    if own and away:
        return "both"
    return "own" if own else "long" if away else "nobody"


def facts(company):
    """What the sentences are worked out from, once for a company."""
    asked, trial = reference.asked_of(company), reference.trial_of(company)
    orders = company["orders"]
    since = (orders["ordered_at"] - orders["customer_id"].map(trial["day"])).dt.days
    within = {days: orders[(since >= 0) & (since < days)].groupby("customer_id").size().reindex(trial.index, fill_value=0) for days in (30, 180)}
    texts = company["surveys"].dropna(subset=["verbatim"])
    heard = company["surveys"].dropna(subset=["score"])
    rise = reference.rise_of(company, trial)
    last = heard.sort_values("sent_at").groupby("customer_id")["score"].last()
    pairs = asked[["survey_id", "customer_id", "sent_at"]].merge(orders[["customer_id", "ordered_at"]], on="customer_id")
    after = (pairs["ordered_at"] - pairs["sent_at"]).dt.days
    old = asked[asked["score"].notna() & (asked["wave"] <= "2024-12")]
    people = company["customers"].set_index("customer_id")
    score = heard.groupby("customer_id")["score"].mean()
    marketing = company["consents"]
    marketing = marketing[(marketing["channel"].astype(str) == "phone") & (marketing["purpose"].astype(str) == "marketing")]
    return SimpleNamespace(
        asked=asked,
        plain=reference.nps(asked)["nps"],
        means=asked.groupby("wave")["score"].mean(),
        trial=trial.assign(**{f"within_{days}": number for days, number in within.items()}),
        own=trial["came"] == "own",
        long=trial["away"] >= 180,
        rise=(rise["next"] - rise["first"]),
        rise_last=(last.reindex(rise.index) - rise["first"]),
        rise_called=rise["called"],
        better=rise["next"] > 6,
        texts=texts,
        mood=reference.mood_of(texts["verbatim"]),
        old=old,
        stays=old["survey_id"].isin(pairs["survey_id"][(after >= 0) & (after < 365)]),
        score=score,
        brings=pd.Series(score.index.isin(people["referred_by"].dropna().astype(int)), score.index),
        brought=people["referred_by"].dropna().astype(int).value_counts().reindex(score.index).fillna(0),
        marketing=set(marketing["customer_id"]),
    )


def bought(b, who, called, column="bought"):
    """Of 100 customers of one kind and arm, how many bought."""
    return 100 * (b.trial[column] > 0)[who & (b.trial["called"] == called)].mean()


def placed(b, who, called, column="placed"):
    """Orders for 100 customers of one kind and arm."""
    return 100 * b.trial[column][who & (b.trial["called"] == called)].mean()


def of_arm(b, who, called):
    """The same orders, over all customers of the arm."""
    arm = b.trial["called"] == called
    return 100 * b.trial["placed"][arm & who].sum() / arm.sum()


def everybody(b):
    return b.own | ~b.own


def share(b, wave, test, of="heard"):
    rows = b.asked[b.asked["wave"] == wave]
    rows = rows.dropna(subset="score") if of == "heard" else rows
    return 100 * test(rows).sum() / len(rows)


def extreme(rows):
    return rows["score"].le(2) | rows["score"].eq(10)


def pairs_right(sign, stays):
    rank, yes = sign.rank(), int(stays.sum())
    return 100 * float((rank[stays].sum() - yes * (yes + 1) / 2) / (yes * (len(rank) - yes)))


def by_came(b, came):
    rows = b.asked[(b.asked["came"] == came) & b.asked["score"].notna()]
    plain = reference.score_of(rows["score"], rows["wave"])["nps"]
    return plain["2024-09"] - plain["2024-06"]


def euros(b, score, number=300):
    effect, _ = reference.effect_of(b.trial.assign(by=score).nlargest(number, "by"), "placed")
    return number * (effect * 12 - 2)


SENTENCES = (
    Sentence(
        "own_with",
        (
            "For every 100 customers in the trial who came on their own and were called, there were {} orders.",
            "In the trial those who came on their own placed {} orders for every 100 of them after a call.",
        ),
        digits=1,
        right=lambda b: placed(b, b.own, True),
        flaws=(
            Flaw("i", lambda b: placed(b, everybody(b), True), "All who were called were thrown together."),
            Flaw("h", lambda b: placed(b, ~b.own, True), "These are the ones who were paid for."),
            Flaw("a", lambda b: of_arm(b, b.own, True), "It was divided by all who were called."),
            Flaw("c", lambda b: placed(b, b.own, True, "within_30"), "Only 30 days were counted."),
            Flaw("l", lambda b: bought(b, b.own, True), "These are buyers. Some of them ordered twice."),
        ),
    ),
    Sentence(
        "own_without",
        (
            "For every 100 customers in the trial who came on their own and were not called, there were {} orders.",
            "In the trial those who came on their own placed {} orders for every 100 of them without a call.",
        ),
        digits=1,
        right=lambda b: placed(b, b.own, False),
        flaws=(
            Flaw("a", lambda b: of_arm(b, b.own, False), "It was divided by all who were not called."),
            Flaw("c", lambda b: placed(b, b.own, False, "within_180"), "180 days were counted, and not 60."),
            Flaw("l", lambda b: placed(b, b.own, True), "These are the ones who were called."),
        ),
    ),
    Sentence(
        "long_with",
        (
            "For every 100 customers in the trial who were long away and were called, there were {} orders.",
            "In the trial those who were long away placed {} orders for every 100 of them after a call.",
        ),
        digits=1,
        right=lambda b: placed(b, b.long, True),
        flaws=(
            Flaw("i", lambda b: placed(b, everybody(b), True), "All who were called were thrown together."),
            Flaw("h", lambda b: placed(b, ~b.long, True), "These are the ones who were not long away."),
            Flaw("c", lambda b: placed(b, b.long, True, "within_180"), "180 days were counted, and not 60."),
        ),
    ),
    Sentence(
        "long_without",
        (
            "For every 100 customers in the trial who were long away and were not called, there were {} orders.",
            "In the trial those who were long away placed {} orders for every 100 of them without a call.",
        ),
        digits=1,
        right=lambda b: placed(b, b.long, False),
        flaws=(
            Flaw("a", lambda b: of_arm(b, b.long, False), "It was divided by all who were not called."),
            Flaw("i", lambda b: placed(b, everybody(b), False), "All who were not called were thrown together."),
            Flaw("c", lambda b: placed(b, b.long, False, "within_180"), "180 days were counted, and not 60."),
        ),
    ),
    # Right, and surprising.
    Sentence(
        "uncalled_rise",
        (
            "Customers in the trial who were not called and answered again scored {} points (of 0 to 10) higher the next time, on average.",
            "On average, those in the trial who were not called and answered again scored {} points higher the next time, on the scale of 0 to 10.",
        ),
        digits=2,
        surprises=True,
        why="They were picked at their worst. The next score lies nearer the middle by itself.",
        right=lambda b: b.rise[~b.rise_called].mean(),
        flaws=(
            Flaw("l", lambda b: 10 * b.better[~b.rise_called].mean(), "This is how many of ten are no detractors the next time."),
            Flaw("f", lambda b: 10 * b.rise[~b.rise_called].mean(), "It is ten times too large."),
            Flaw("g", lambda b: b.rise[~b.rise_called].sum() / 100, "It was made from the total."),
        ),
    ),
    Sentence(
        "fell",
        ("From June to September 2024 NPS changed by {} points.", "NPS of September 2024 less that of June 2024 was {} points."),
        digits=1,
        surprises=True,
        why="Both groups rose. But fewer of the happier ones were asked, so the whole fell.",
        right=lambda b: b.plain["2024-09"] - b.plain["2024-06"],
        flaws=(
            Flaw("h", lambda b: by_came(b, "own"), "These are only those who came on their own."),
            Flaw("l", lambda b: b.means["2024-09"] - b.means["2024-06"], "This is the change of the mean score."),
            Flaw("c", lambda b: b.plain["2025-06"] - b.plain["2024-03"], "It runs from March 2024 to June 2025."),
        ),
    ),
    Sentence(
        "risk_euros",
        ("300 calls to those in the trial who were away longest bring {} euros.", "The value of 300 calls to those in the trial who were away longest is {} euros."),
        surprises=True,
        why="Those away longest have mostly left. The calls cost more than they bring.",
        right=lambda b: euros(b, b.trial["away"] + b.trial.index / 1e9),
        flaws=(
            Flaw("d", lambda b: euros(b, b.trial["away"] + b.trial.index / 1e9) + 600, "The cost of the calls is missing."),
            Flaw("i", lambda b: reference.lot_range(b.trial)[0], "The effect of all customers was used."),
            Flaw("h", lambda b: euros(b, -b.trial["away"] - b.trial.index / 1e9), "These are the 300 who were here last."),
        ),
    ),
    Sentence(
        "no_consent",
        (
            "Of 100 customers who were called in the trial, {} had not agreed to calls about their orders.",
            "{} of 100 customers who were called in the trial had not agreed to service calls by that day.",
        ),
        surprises=True,
        why="Nobody had looked it up. A complaint is not consent.",
        right=lambda b: 100 * (~b.trial["may"])[b.trial["called"]].mean(),
        flaws=(
            Flaw("a", lambda b: 100 * (b.trial["called"] & ~b.trial["may"]).mean(), "It was divided by all in the trial."),
            Flaw("l", lambda b: 100 * (1 - b.trial.index[b.trial["called"]].isin(b.marketing).mean()), "This is consent to calls that sell."),
            Flaw("h", lambda b: 100 * b.trial["may"][b.trial["called"]].mean(), "These are the ones who had agreed."),
        ),
    ),
    Sentence(
        "praise",
        ("Of 100 texts by detractors (0 to 6), the lexicon calls {} praise.", "The lexicon calls {} of 100 texts by detractors (0 to 6) praise."),
        surprises=True,
        why="Some praise one thing and complain about another, and some mean the opposite of what they say. A sum of words calls both praise.",
        right=lambda b: 100 * (b.mood > 0)[b.texts["score"] <= 6].mean(),
        flaws=(
            Flaw("b", lambda b: 100 * (b.mood > 0)[(b.texts["score"] <= 6) & (b.mood != 0)].mean(), "Texts with a mood of 0 are missing."),
            Flaw("i", lambda b: 100 * (b.mood > 0).mean(), "All texts were thrown together."),
            Flaw("a", lambda b: 100 * ((b.mood > 0) & (b.texts["score"] <= 6)).mean(), "It was divided by all texts."),
        ),
    ),
    # Others that the lesson has taught to read.
    Sentence(
        "because",
        (
            "Those called in the trial who answered again rose by {} points (of 0 to 10) more than those not called who did.",
            "Among those in the trial who answered again, the called rose by {} points of 0 to 10 more than those not called.",
        ),
        digits=1,
        right=lambda b: b.rise[b.rise_called].mean() - b.rise[~b.rise_called].mean(),
        flaws=(
            Flaw("j", lambda b: b.rise[b.rise_called].mean(), "They were picked at their worst, and rise by themselves: the control was not taken off."),
            Flaw("jc", lambda b: b.rise_last[b.rise_called].mean(), "Their last score was held against the one for which they were picked."),
        ),
    ),
    Sentence(
        "extremes",
        (
            "Of 100 answers to the text message of September 2025, {} were 0, 1, 2 or 10.",
            "{} of 100 answers in September 2025 were 0, 1, 2 or 10.",
        ),
        right=lambda b: share(b, "2025-09", extreme),
        flaws=(
            Flaw("a", lambda b: share(b, "2025-09", extreme, of="asked"), "It was divided by all who were asked."),
            Flaw("c", lambda b: share(b, "2025-06", extreme), "This is June."),
            Flaw("d", lambda b: share(b, "2025-09", lambda rows: rows["score"].eq(10)), "Scores of 0, 1 and 2 are missing."),
        ),
    ),
    Sentence(
        "answered",
        ("Of 100 customers who were asked in June 2025, {} answered.", "{} of 100 customers who were asked in June 2025 gave a score."),
        right=lambda b: share(b, "2025-06", lambda rows: rows["score"].notna(), of="asked"),
        flaws=(
            Flaw("c", lambda b: share(b, "2025-09", lambda rows: rows["score"].notna(), of="asked"), "This is September."),
            Flaw("l", lambda b: share(b, "2025-06", lambda rows: rows["verbatim"].notna(), of="asked"), "These are the ones who wrote a text."),
            Flaw("h", lambda b: 100 * b.asked["score"].notna()[(b.asked["wave"] == "2025-06") & (b.asked["often"] == "often")].mean(), "Only those with four orders or more in a year are counted."),
        ),
    ),
    Sentence(
        "december",
        ("NPS of December 2025 was {} points.", "In December 2025 NPS stood at {} points."),
        right=lambda b: b.plain["2025-12"],
        flaws=(
            Flaw("l", lambda b: share(b, "2025-12", lambda rows: rows["score"].ge(9)), "This is the share of promoters."),
            Flaw("a", lambda b: share(b, "2025-12", lambda rows: rows["score"].ge(9), "asked") - share(b, "2025-12", lambda rows: rows["score"].le(6), "asked"), "It was divided by all who were asked."),
            Flaw("h", lambda b: reference.score_of(b.asked["score"].dropna()[b.asked["wave"] == "2025-12"], b.asked["came"])["nps"]["own"], "These are only those who came on their own."),
        ),
    ),
    Sentence(
        "call_moves",
        ("Of 100 customers in the trial who are called, {} buy because of the call.", "A call makes {} of 100 customers in the trial buy who would not have bought."),
        digits=1,
        right=lambda b: bought(b, everybody(b), True) - bought(b, everybody(b), False),
        flaws=(
            Flaw("d", lambda b: bought(b, everybody(b), True), "Those who would have bought anyway were not taken off."),
            Flaw("l", lambda b: 100 * (bought(b, everybody(b), True) / bought(b, everybody(b), False) - 1), "This is how many per cent more buy."),
            Flaw("c", lambda b: bought(b, everybody(b), True, "within_30") - bought(b, everybody(b), False, "within_30"), "Only 30 days were counted."),
        ),
    ),
    Sentence(
        "sign",
        (
            "Of 100 pairs of customers who answered by the end of 2024, one who ordered again within 365 days and one who did not, the score is higher for the first in {}.",
            "Take pairs who answered by the end of 2024, one who ordered again within 365 days and one who did not: in {} of 100 the score of the first is higher.",
        ),
        right=lambda b: pairs_right(b.old["score"], b.stays),
        flaws=(
            Flaw("l", lambda b: pairs_right(-b.old["days"], b.stays), "This is for days since the last order."),
            Flaw("g", lambda b: 100 * b.stays.mean(), "This is the share who ordered again."),
        ),
    ),
    Sentence(
        "bring",
        ("Of 100 customers whose mean score is 9 or more, {} have brought another (`referred_by`).", "{} of 100 customers with a mean score of 9 or more have brought somebody (`referred_by`)."),
        digits=1,
        right=lambda b: 100 * b.brings[b.score >= 9].mean(),
        flaws=(
            Flaw("e", lambda b: 100 * b.brought[b.score >= 9].mean(), "Those who were brought were counted, and some have brought several."),
            Flaw("a", lambda b: 100 * b.brings[b.score >= 9].sum() / b.brings.sum(), "It was divided by all who brought somebody."),
            Flaw("h", lambda b: 100 * b.brings[b.score <= 6].mean(), "These have a mean score of 6 or less."),
        ),
    ),
)
