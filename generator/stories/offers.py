"""Personal against one-size offers: what a trial shows, and for whom which is better."""

from __future__ import annotations

import pandas as pd

from generator.stories.ledger import Ledger, once
from generator.stories.model import Story
from generator.stories.trial_effects import rows_of

LESSON, TRIAL = "04_segmentation", "personal_offer"
WANTS_PRICE = "bargains"


def share_more(ledger: Ledger, arm: str, than: str) -> float:
    """Share who buy in one arm less that in another."""
    rows = rows_of(ledger, TRIAL)
    share = rows.groupby(rows["arm"].astype(str))["bought"].mean()
    return float(share[arm] - share[than])


@once
def effects(ledger: Ledger) -> pd.DataFrame:
    """True effect of each offer on the customers in the trial, and their need segment."""
    truth = ledger.table("truth_trials")
    truth = truth[truth["trial_id"] == TRIAL]
    wide = truth.pivot(index="customer_id", columns="arm", values="effect")[["one_size", "personal"]]
    need = ledger.table("truth_customers").set_index("customer_id")["need_segment"]
    return wide.assign(need=need.reindex(wide.index).astype(str))


def gap(ledger: Ledger, bargains: bool) -> float:
    """True mean effect of the personal offer less that of the voucher, in one need segment or the others."""
    own = effects(ledger)[lambda x: (x["need"] == WANTS_PRICE) == bargains]
    return float((own["personal"] - own["one_size"]).mean())


def harmed(ledger: Ledger) -> float:
    """Share whom the personal offer truly makes buy less."""
    return float((effects(ledger)["personal"] < 0).mean())


def policy_gain(ledger: Ledger) -> float:
    """True mean effect if each need segment gets the offer that is better for it, less the better of one for all."""
    own = effects(ledger)
    best = own.groupby("need")[["one_size", "personal"]].transform("mean").idxmax(axis=1)
    chosen = own["personal"].where(best == "personal", own["one_size"])
    return float(chosen.mean() - max(own["personal"].mean(), own["one_size"].mean()))


STORIES = (
    Story("offer-trial-events", LESSON, "The trial of offers has enough customers.", "personal_offer.share, active_weeks",
          lambda x: float(len(rows_of(x, TRIAL))), low=1000),
    Story("personal-beats-none", LESSON, "A personal offer makes more customers buy (difference of shares).",
          "personal_offer.gain_personal", lambda x: share_more(x, "personal", "no_offer"), 0.04, 0.34),
    Story("personal-beats-one-size", LESSON, "It makes more buy than one voucher for all (difference of shares).",
          "personal_offer.gain_personal, gain_one_size", lambda x: share_more(x, "personal", "one_size"), 0.0, 0.27),
    Story("bargains-want-the-voucher", LESSON, "Who looks for bargains is moved more by the voucher (personal less voucher, true mean effects).",
          "personal_offer.gain_personal.bargains", lambda x: gap(x, bargains=True), -0.20, -0.08, truth=True),
    Story("others-want-what-fits", LESSON, "All others are moved more by what fits (personal less voucher, true mean effects).",
          "personal_offer.gain_personal", lambda x: gap(x, bargains=False), 0.15, 0.31, truth=True),
    Story("some-are-put-off", LESSON, "Some find a personal offer intrusive (share with a negative true effect).",
          "personal_offer.put_off_share", harmed, 0.03, 0.14, truth=True),
    Story("each-need-its-offer", LESSON, "The better offer for each need beats the better one for all (true mean effect).",
          "personal_offer", policy_gain, 0.015, 0.06, truth=True),
)  # fmt: skip
