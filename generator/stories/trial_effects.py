"""What the trials show: calls after bad tickets, whom an offer moves, how many e-mails are too many."""

from __future__ import annotations

import numpy as np
import pandas as pd

from generator.stories.ledger import Ledger, once
from generator.stories.model import Story

AWAY_DAYS = (-1, 28, 63, 119, 182, 273, 10_000)  # classes of days since the last order
MOST_ORDERS = 4
PRIOR = 8  # customers by which the mean of a small cell is drawn to the arm's mean
TOP = 0.20


def rows_of(ledger: Ledger, trial: str) -> pd.DataFrame:
    """The rows of one trial."""
    trials = ledger.table("trials")
    return trials[trials["trial_id"] == trial]


def z_of_difference(treated: pd.Series, control: pd.Series) -> float:
    """Difference of two means in standard errors."""
    error = np.sqrt(treated.var() / len(treated) + control.var() / len(control))
    return float((treated.mean() - control.mean()) / error)


def call_events(ledger: Ledger) -> float:
    """Events in the call-back trial."""
    return float(len(rows_of(ledger, "call_back")))


def calls_bring_back(ledger: Ledger) -> float:
    """Effect of a call on repurchase in standard errors."""
    rows = rows_of(ledger, "call_back")
    bought = rows["bought"].astype(float)
    return z_of_difference(bought[rows["arm"] == "called"], bought[rows["arm"] == "not_called"])


def call_own_against_paid(ledger: Ledger) -> float:
    """True mean effect of a call on who came on her own, less that on who came through advertising."""
    effect = call_effects(ledger)
    return float(effect[~effect["paid"]]["effect"].mean() - effect[effect["paid"]]["effect"].mean())


@once
def call_effects(ledger: Ledger) -> pd.DataFrame:
    """Customers of the call-back trial: true `effect` of a call, `paid` channel, `away` (days since the last
    order before the lot)."""
    rows = rows_of(ledger, "call_back").set_index("customer_id")
    truth = ledger.table("truth_trials")
    truth = truth[(truth["trial_id"] == "call_back") & (truth["arm"] == "called")].set_index("customer_id")
    orders = ledger.table("orders")[["customer_id", "ordered_at"]]
    day = rows["assigned_on"].dt.tz_localize("UTC")
    past = orders.assign(day=orders["customer_id"].map(day))
    last = past[past["ordered_at"] < past["day"]].groupby("customer_id")["ordered_at"].max()
    channel = ledger.table("customers").set_index("customer_id")["acquisition_channel"]
    return pd.DataFrame(
        {
            "effect": truth["effect"].reindex(rows.index),
            "paid": channel.reindex(rows.index).isin(ledger.company.scenario.voice.nps.paid_channels),
            "away": (day - last.reindex(rows.index)).dt.days,
        }
    )


def calls_miss_the_riskiest(ledger: Ledger) -> float:
    """True mean effect of a call in the fifth that has been away longest, over that in the rest."""
    effect = call_effects(ledger)
    count = int(len(effect) * TOP)
    order = np.argsort(-effect["away"].to_numpy(), kind="stable")
    effects = effect["effect"].to_numpy()[order]
    return float(effects[:count].mean() / effects[count:].mean())


def rise_by_itself(ledger: Ledger) -> float:
    """Detractors who were not called: their next score less the one that brought them into the trial."""
    surveys = ledger.table("surveys").dropna(subset=["score"]).sort_values("sent_at")
    rows = rows_of(ledger, "call_back")
    rows = rows[rows["arm"] == "not_called"].astype({"survey_id": "int64"})
    first = rows.merge(surveys[["survey_id", "sent_at", "score"]], on="survey_id")
    later = first.merge(
        surveys[["customer_id", "sent_at", "score"]], on="customer_id", suffixes=("", "_later")
    )
    later = later[later["sent_at_later"] > later["sent_at"]].drop_duplicates("customer_id")
    return float((later["score_later"] - later["score"]).mean())


def call_effect(ledger: Ledger) -> float:
    """Effect of a call on the share who buy within the window."""
    means = rows_of(ledger, "call_back").groupby("arm")["bought"].mean()
    return float(means["called"] - means["not_called"])


@once
def offered(ledger: Ledger) -> pd.DataFrame:
    """Customers of the offer's trial: what was known of each before it, a simple model's `risk` (1 less the
    share of like customers who bought without an offer) and `lift` (with less without), and the true effect.

    Like customers: the same class of days since the last order, and as many orders (up to four).
    """
    rows = rows_of(ledger, "retention_offer").set_index("customer_id")
    day = pd.Timestamp(rows["assigned_on"].iloc[0], tz="UTC")
    orders = ledger.table("orders")
    before = orders[orders["ordered_at"] < day].groupby("customer_id")["ordered_at"].agg(["size", "max"])
    before = before.reindex(rows.index)
    away = (day - before["max"]).dt.days
    like = pd.cut(away, AWAY_DAYS, labels=False) * 10 + before["size"].clip(upper=MOST_ORDERS)
    bought, offer = rows["bought"].astype(float), rows["arm"] == "offer"
    share = {}
    for arm in (False, True):
        own = bought[offer == arm]
        sums = own.groupby(like[offer == arm]).agg(["sum", "size"])
        share[arm] = like.map((sums["sum"] + PRIOR * own.mean()) / (sums["size"] + PRIOR)).fillna(own.mean())
    truth = ledger.table("truth_trials")
    truth = truth[(truth["trial_id"] == "retention_offer") & (truth["arm"] == "offer")]
    return pd.DataFrame(
        {
            "offer": offer,
            "bought": bought,
            "risk": 1.0 - share[False] + 1e-7 * away,  # among like customers, who is away longest
            "lift": share[True] - share[False],
            "effect": truth.set_index("customer_id")["effect"].reindex(rows.index),
        }
    )


def _in_order(score: pd.Series) -> np.ndarray:
    return np.argsort(-score.to_numpy(), kind="stable")


def true_qini(effect: pd.Series, score: pd.Series) -> float:
    """Area between the cumulated true effect in the order of a score and that of a random order."""
    path = np.cumsum(effect.to_numpy()[_in_order(score)]) / len(effect)
    return float(path.mean() - path[-1] / 2.0)


def lift_beats_risk(ledger: Ledger) -> float:
    """True mean effect in the fifth with the highest lift, less that in the fifth at highest risk."""
    rows = offered(ledger)
    effect, count = rows["effect"].to_numpy(), int(len(rows) * TOP)
    return float(
        effect[_in_order(rows["lift"])[:count]].mean() - effect[_in_order(rows["risk"])[:count]].mean()
    )


def risk_finds_nobody(ledger: Ledger) -> float:
    """True mean effect in the fifth at highest risk."""
    rows = offered(ledger)
    return float(rows["effect"].to_numpy()[_in_order(rows["risk"])[: int(len(rows) * TOP)]].mean())


def qini_of_lift(ledger: Ledger) -> float:
    """Qini of the lift model on the true effects."""
    rows = offered(ledger)
    return true_qini(rows["effect"], rows["lift"])


def qini_of_risk(ledger: Ledger) -> float:
    """Qini of the risk model on the true effects."""
    rows = offered(ledger)
    return true_qini(rows["effect"], rows["risk"])


def qini_left(ledger: Ledger) -> float:
    """What knowing each customer's true effect would add to the Qini of the lift model."""
    rows = offered(ledger)
    return true_qini(rows["effect"], rows["effect"]) - true_qini(rows["effect"], rows["lift"])


def sleeping_dogs(ledger: Ledger) -> float:
    """Share of customers whom the offer truly makes buy less."""
    return float((offered(ledger)["effect"] < 0).mean())


def mails(ledger: Ledger) -> pd.Series:
    """Share who buy, by number of mails."""
    rows = rows_of(ledger, "contact_pressure")
    return rows.groupby(rows["arm"].str.removeprefix("mails_").astype(int))["bought"].mean()


def eight_below_two(ledger: Ledger) -> float:
    """Share who buy with eight mails, less that with two."""
    return float(mails(ledger)[8] - mails(ledger)[2])


def eight_below_one(ledger: Ledger) -> float:
    """Share who buy with eight mails, less that with one."""
    return float(mails(ledger)[8] - mails(ledger)[1])


def two_above_none(ledger: Ledger) -> float:
    """Share who buy with two mails, less that with none."""
    return float(mails(ledger)[2] - mails(ledger)[0])


def unsubscribed(ledger: Ledger) -> float:
    """Share who unsubscribe with eight mails, less that with two."""
    rows, touches = rows_of(ledger, "contact_pressure"), ledger.table("touches")
    gone = touches.loc[touches["outcome"] == "unsubscribed", "customer_id"]
    share = rows["customer_id"].isin(gone).groupby(rows["arm"]).mean()
    return float(share["mails_8"] - share["mails_2"])


LOOP, WAY = "05_feedback_loops", "06_journeys"

FEEDBACK = (
    Story("call-backs-work", LOOP, "A call to detractors makes more of them buy within 60 days (standard errors).",
          "call_back.gain_own, gain_paid", calls_bring_back, low=1.96),
    Story("call-back-effect", LOOP, "It adds to the share who buy (difference).", "call_back.gain_own, gain_paid", call_effect, 0.04, 0.36),
    Story("call-back-events", LOOP, "The call-back trial has enough events.", "voice.nps, call_back.share",
          call_events, low=650),
    Story("the-uncalled-rise-too", LOOP, "Detractors who were not called score higher the next time all the same (points).",
          "voice.nps.noise", rise_by_itself, 0.9, 3.2),
    Story("calls-move-own", LOOP, "A call moves those who came on their own more than those bought with advertising (difference of true effects).",
          "call_back.gain_own, gain_paid", call_own_against_paid, 0.02, 0.26, truth=True),
    Story("calls-miss-the-riskiest", LOOP, "It moves hardly anyone of the fifth that has been away longest (true effect over that on the rest).",
          "call_back.falls_weeks", calls_miss_the_riskiest, -0.1, 0.5, truth=True),
    Story("lift-is-not-risk", LOOP, "The offer truly moves the fifth with the highest modelled lift more than the fifth at highest risk (difference).",
          "retention_offer.rises_weeks, falls_weeks", lift_beats_risk, 0.08, 0.40, truth=True),
    Story("risk-finds-nobody", LOOP, "It moves hardly anyone of the fifth at highest risk (true mean effect).",
          "retention_offer.gain_long_gone", risk_finds_nobody, -0.05, 0.08, truth=True),
    Story("qini-of-lift", LOOP, "Targeting by lift beats a lot (Qini on the true effects).",
          "retention_offer", qini_of_lift, 0.006, 0.06, truth=True),
    Story("qini-of-risk", LOOP, "Targeting by risk does not (Qini on the true effects).",
          "retention_offer", qini_of_risk, -0.03, 0.006, truth=True),
    Story("qini-of-truth", LOOP, "Knowing each true effect would be better still (difference of Qinis).",
          "retention_offer", qini_left, 0.0, 0.05, truth=True),
    Story("sleeping-dogs", LOOP, "Some would be better left alone (share with a negative true effect).",
          "retention_offer.loss", sleeping_dogs, 0.05, 0.30, truth=True),
)  # fmt: skip

PRESSURE = (
    Story("eight-mails-below-two", WAY, "Eight mails sell less than two (difference of shares).",
          "contact_pressure.loss", eight_below_two, -0.36, 0.0),
    Story("eight-mails-below-one", WAY, "Eight mails sell less than one (difference of shares).",
          "contact_pressure.loss", eight_below_one, -0.30, 0.0),
    Story("two-mails-above-none", WAY, "Two mails sell more than none (difference of shares).",
          "contact_pressure.gain", two_above_none, 0.0, 0.25),
    Story("mails-lose-readers", WAY, "More customers unsubscribe from eight mails than from two (difference of shares).",
          "contact_pressure.unsubscribe_averse", unsubscribed, 0.0, 0.20),
)  # fmt: skip
