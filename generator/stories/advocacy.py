"""Advocacy: who brings others, and what those are worth who were brought."""

from __future__ import annotations

import pandas as pd

from generator.stories.ledger import Ledger


def contented_bring(ledger: Ledger) -> float:
    """Satisfaction of those who brought others, less that of the rest (normal score)."""
    named = ledger.table("customers")["referred_by"].dropna().unique()
    truth = ledger.table("truth_customers").set_index("customer_id")["satisfaction_z"]
    brought = truth.index.isin(named)
    return float(truth[brought].mean() - truth[~brought].mean())


def brought_are_worth(ledger: Ledger) -> float:
    """Margin of a first year from those who were brought by others, over that from the rest."""
    channel = ledger.table("customers").set_index("customer_id")["acquisition_channel"]
    margin: pd.Series = ledger.later_margin
    mean = margin.groupby(channel.reindex(margin.index) == "referral").mean()
    return float(mean[True] / mean[False])
