"""Stories of listening: who answers, what scores mean, what is loud, and who opts out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.stories.ledger import Ledger, once
from generator.stories.model import Story

LESSON = "05_feedback_loops"
YEAR, RECENT = pd.Timedelta(days=365), pd.Timedelta(days=90)
CELLS = ["often", "recent"]
COMPLAINTS = ("negative", "mixed")


def nps(score: pd.Series) -> float:
    """Promoters less detractors, in points."""
    return 100 * float((score >= 9).mean() - (score <= 6).mean())


@once
def sent(ledger: Ledger) -> pd.DataFrame:
    """Surveys with what the ledger knew when they were sent, the truth, and the group of channels.

    `often`: 0, 1, 2 for 1, 2–3, 4 and more orders in the 365 days before; `recent`: ordered within 90 days;
    `age`: days since the last order; `phase`: number of the phase; `paid`: came through advertising.
    """
    frame = ledger.table("surveys").merge(ledger.table("truth_surveys"), on="survey_id")
    orders = ledger.table("orders")[["customer_id", "ordered_at"]]
    pairs = frame[["survey_id", "customer_id", "sent_at"]].merge(orders, on="customer_id")
    age = pairs["sent_at"] - pairs["ordered_at"]
    past = pairs.assign(age=age)[(age > pd.Timedelta(0)) & (age <= YEAR)]
    year = past.groupby("survey_id")["age"].agg(["size", "min"]).reindex(frame["survey_id"])
    frame["often"] = np.digitize(year["size"], [2, 4])
    frame["recent"] = (year["min"] <= RECENT).to_numpy()
    frame["age"] = (year["min"] / pd.Timedelta(days=1)).to_numpy()
    after = pairs[(age <= pd.Timedelta(0)) & (age > -YEAR)]
    frame["stays"] = frame["survey_id"].isin(after["survey_id"])
    rules = ledger.company.scenario.voice.nps
    start = pd.Timestamp(ledger.company.manifest.start, tz="UTC")
    starts = [start + pd.DateOffset(months=phase.from_month - 1) for phase in rules.phases]
    frame["phase"] = np.searchsorted(pd.DatetimeIndex(starts), frame["sent_at"], side="right") - 1
    channel = ledger.table("customers").set_index("customer_id")["acquisition_channel"]
    frame["paid"] = frame["customer_id"].map(channel).isin(rules.paid_channels)
    return frame


@once
def measured(ledger: Ledger) -> dict[str, tuple[float, float, float]]:
    """By mode: NPS of everybody who was asked, of who answered, and of who answered weighted by six cells."""
    found = {}
    for mode, frame in sent(ledger).groupby("mode"):
        heard = frame[frame["answered"]]
        share = frame.groupby(CELLS).size() / len(frame)
        by_cell = heard.groupby(CELLS)["score"].apply(nps)
        found[mode] = nps(frame["would_score"]), nps(heard["score"]), float((by_cell * share).sum())
    return found


@once
def rises(ledger: Ledger) -> dict[str, float]:
    """NPS of the answers in the second phase less that in the first: own, paid, together."""
    heard = sent(ledger)[lambda x: x["answered"]]
    first, second = heard[heard["phase"] == 0], heard[heard["phase"] == 1]
    found = {"all": nps(second["score"]) - nps(first["score"])}
    for name, paid in (("own", False), ("paid", True)):
        found[name] = nps(second[second["paid"] == paid]["score"]) - nps(
            first[first["paid"] == paid]["score"]
        )
    return found


@once
def next_wave(ledger: Ledger) -> pd.DataFrame:
    """Pairs of answers of a customer in two waves of a phase, one after the other: `score`, `later`."""
    heard = sent(ledger)[lambda x: x["answered"]]
    wave = heard["sent_at"].rank(method="dense").astype(int)
    heard = heard.assign(wave=wave)[["customer_id", "phase", "wave", "score"]]
    later = heard.assign(wave=heard["wave"] - 1).rename(columns={"score": "later"})
    return heard.merge(later, on=["customer_id", "phase", "wave"])


def area(score: pd.Series, stays: pd.Series) -> float:
    """Probability that who stays scores higher than who does not (ties count half)."""
    rank, yes = score.rank(), int(stays.sum())
    return float((rank[stays].sum() - yes * (yes + 1) / 2) / (yes * (len(rank) - yes)))


@once
def predicts(ledger: Ledger) -> tuple[float, float]:
    """How well the score, and how well days since the last order, tell who orders again within a year."""
    frame = sent(ledger)
    frame = frame[frame["answered"] & (frame["sent_at"] <= ledger.end - YEAR)]
    return area(frame["score"], frame["stays"]), area(-frame["age"], frame["stays"])


@once
def louder(ledger: Ledger) -> float:
    """Share of 0, 1 and 10 among the answers, over that among the scores never told."""
    frame = sent(ledger)
    extreme = frame["would_score"].isin([0, 1, 10])
    return float(extreme[frame["answered"]].mean() / extreme[~frame["answered"]].mean())


@once
def complaints(ledger: Ledger) -> dict[str, pd.Series]:
    """Shares of themes among complaints, by place."""
    texts = ledger.table("truth_texts")
    bad = texts[texts["sentiment"].isin(COMPLAINTS)]
    return {place: own["theme"].value_counts(normalize=True) for place, own in bad.groupby("source")}


@once
def mending(ledger: Ledger) -> pd.Series:
    """What mending each theme would be worth in truth (EUR)."""
    return ledger.table("truth_grievances").groupby("theme")["mending_gain_eur"].sum()


def lead(shares: pd.Series, name: str) -> float:
    """A theme's share over that of the next."""
    return float(shares[name] / shares.drop(name).max())


def mix_gap(ledger: Ledger) -> float:
    """Share of complaints that would have to change theme for posts to speak as surveys do."""
    mixes = complaints(ledger)
    return float(0.5 * mixes["surveys"].sub(mixes["posts"], fill_value=0).abs().sum())


def angrier(ledger: Ledger) -> float:
    """Share of negative texts in posts less that in surveys."""
    texts = ledger.table("truth_texts")
    share = (texts["sentiment"] == "negative").groupby(texts["source"]).mean()
    return float(share["posts"] - share["surveys"])


@once
def letters(ledger: Ledger) -> pd.DataFrame:
    """Consents to marketing by e-mail: `out`, mean `score` given."""
    table = ledger.table("consents")
    table = table[(table["channel"] == "email") & (table["purpose"] == "marketing")].set_index("customer_id")
    frame = pd.DataFrame({"out": table["opted_out_on"].notna()})
    frame["score"] = ledger.table("surveys").groupby("customer_id")["score"].mean().reindex(frame.index)
    return frame


def out_by_score(ledger: Ledger) -> float:
    """Opt-outs of those who scored 6 or less on average, over those of 9 and more."""
    frame = letters(ledger)
    return float(frame["out"][frame["score"] <= 6].mean() / frame["out"][frame["score"] >= 9].mean())


def out_by_contacts(ledger: Ledger) -> float:
    """Opt-outs from calls and the app's messages: the half contacted more, over the other half."""
    table = ledger.table("consents")
    table = table[table["channel"].isin(["phone", "app"]) & (table["purpose"] == "marketing")]
    contacts = ledger.table("touches").groupby("customer_id").size()
    contacts = table["customer_id"].map(contacts).fillna(0)
    out, more = table["opted_out_on"].notna(), contacts > contacts.median()
    return float(out[more].mean() / out[~more].mean())


STORIES = (
    Story(
        "answers-flatter", LESSON, "In e-mails NPS as measured lies above NPS as it is (points).",
        "voice.nps.answer_by_*", lambda x: measured(x)["email"][1] - measured(x)["email"][0], 8.0, 19.0, truth=True,
    ),
    Story(
        "weighting-repairs", LESSON, "Weighted by orders and recency the e-mail answers are right (error, points).",
        "voice.nps.phases: answering by orders alone", lambda x: measured(x)["email"][2] - measured(x)["email"][0], -7.0, 7.0, truth=True,
    ),
    Story(
        "weighting-fails", LESSON, "For text messages the same weights leave an error (points).",
        "voice.nps.phases: answer_by_score, answer_extremes",
        lambda x: measured(x)["text message"][2] - measured(x)["text message"][0], 11.0, 29.0, truth=True,
    ),
    Story(
        "extremes-answer", LESSON, "0, 1 and 10 are more common among answers than among scores never told (ratio).",
        "voice.nps", louder, 1.25, 1.80, truth=True,
    ),
    Story(
        "placebo-lifts-detractors", LESSON, "Detractors to whom nothing is done score higher in the next wave (points).",
        "voice.nps.noise", lambda x: float((lambda j: (j["later"] - j["score"])[j["score"] <= 6].mean())(next_wave(x))), 1.1, 2.9,
    ),
    Story(
        "simpson-own-rises", LESSON, "NPS of those who came on their own rises from the first to the second phase (points).",
        "voice.nps.phases: lift", lambda x: rises(x)["own"], 1.0, 38.0,
    ),
    Story(
        "simpson-paid-rises", LESSON, "NPS of those who came through advertising rises too (points).",
        "voice.nps.phases: lift", lambda x: rises(x)["paid"], 1.0, 45.0,
    ),
    Story(
        "simpson-all-falls", LESSON, "NPS of all answers falls all the same (points).",
        "voice.nps.phases: asked_own, asked_paid; paid_gap", lambda x: rises(x)["all"], -32.0, -0.1,
    ),
    Story(
        "score-predicts-weakly", LESSON, "The score tells little about who orders again within a year (area under the curve).",
        "ties.satisfaction_dropout", lambda x: predicts(x)[0], 0.55, 0.70,
    ),
    Story(
        "deeds-predict-better", LESSON, "Days since the last order tell more (difference of areas).",
        "purchase, dropout", lambda x: predicts(x)[1] - predicts(x)[0], 0.015, 0.20,
    ),
    Story(
        "price-is-loudest", LESSON, "Price is the loudest complaint in surveys (share over that of the next).",
        "voice.grievances.themes.price", lambda x: lead(complaints(x)["surveys"], "price"), 1.3, 3.2, truth=True,
    ),
    Story(
        "service-is-dearest", LESSON, "Mending what people say of the service staff is worth most (over the next theme).",
        "voice.grievances.themes.*.relief and loads", lambda x: lead(mending(x), "service staff"), 1.1, 8.0, truth=True,
    ),
    Story(
        "loudest-is-not-dearest", LESSON, "Mending service is worth several times what mending the loudest theme is (ratio).",
        "voice.grievances", lambda x: float(mending(x)["service staff"] / mending(x)["price"]), 3.0, 15.0, truth=True,
    ),
    Story(
        "posts-speak-of-other-things", LESSON, "Complaints in posts have another mix of themes than in surveys (share that differs).",
        "texts.post_themes, voice.grievances", mix_gap, 0.17, 0.40, truth=True,
    ),
    Story(
        "posts-are-angrier", LESSON, "More of the posts are negative (difference of shares).",
        "texts.of_post", angrier, 0.03, 0.17, truth=True,
    ),
    Story(
        "detractors-opt-out", LESSON, "Who scores low opts out of e-mail sooner than who scores high (ratio).",
        "voice.consents.by_satisfaction", out_by_score, 1.3, 3.2,
    ),
    Story(
        "pressure-makes-opt-outs", LESSON, "The half that is contacted more opts out of calls and messages more (ratio).",
        "voice.consents.channels.*.opt_out", out_by_contacts, 1.15, 3.8,
    ),
)  # fmt: skip
