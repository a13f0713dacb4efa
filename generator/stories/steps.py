"""Steps within a visit: where visitors stop, by what they use and by how they came."""

from __future__ import annotations

import pandas as pd

from generator.stories.ledger import Ledger, once
from generator.stories.model import Story

STEPS = ("landing", "product", "basket", "checkout", "order")


@once
def goes_on(ledger: Ledger) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Share of visits that go on from each step to the next, by device and by channel."""
    visits = ledger.table("visits")
    step = visits["furthest"].map(STEPS.index)
    found = []
    for by in ("device", "channel"):
        reached = pd.DataFrame({name: (step >= k).groupby(visits[by]).sum() for k, name in enumerate(STEPS)})
        found.append((reached.shift(-1, axis=1) / reached).iloc[:, :-1])
    return found[0], found[1]


def computer_lead(ledger: Ledger, step: str) -> float:
    """Share of visits that go on from a step: computers less phones."""
    share = goes_on(ledger)[0][step]
    return float(share["computer"] - share["phone"])


LESSON = "06_journeys"
STORIES = (
    Story("phones-fill-fewer-baskets", LESSON, "From the product to the basket fewer go on by phone than by computer (difference of shares).",
          "journeys.steps.devices", lambda x: computer_lead(x, "product"), low=0.03, high=0.15),
    Story("phones-stop-at-checkout", LESSON, "From the checkout to the order fewer do (difference of shares).",
          "journeys.buyers_on", lambda x: computer_lead(x, "checkout"), low=0.01, high=0.30),
    Story("ads-land-and-leave", LESSON, "Visits by ads in social media leave at the landing page more often than those by the address (difference of shares that go on).",
          "journeys.steps.channels", lambda x: float(goes_on(x)[1]["landing"]["direct"] - goes_on(x)[1]["landing"]["social"]), low=0.03, high=0.25),
)  # fmt: skip
