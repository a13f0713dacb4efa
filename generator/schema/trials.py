"""What was changed by lot, and what each customer would have done."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.shared import CUSTOMER

TRIALS = Table(
    "trials",
    "customer in a randomised trial",
    "what happens when one thing is changed by lot",
    ("trial_id", "customer_id"),
    (
        Column("trial_id", "text", "Name of the trial."),
        CUSTOMER,
        Column("answer", "text", "Answer to “What matters most to you when you buy for your home?”, given before the lot was drawn.",
               values=("price", "design", "quality", "time")),
        Column("arm", "text", "What the lot gave."),
        Column("price_eur", "money", "Price offered.", "EUR", low=0.01),
        Column("unit_cost_eur", "money", "What one piece costs Fernhill.", "EUR", low=0),
        Column("assigned_on", "date", "Day on which the lot was drawn."),
        Column("window_days", "count", "Days during which the offer stood.", "days", low=1, few=True),
        Column("bought", "flag", "Whether the customer bought in the window."),
        Column("paid_eur", "money", "Paid: the price if bought, else 0. Sold by a partner, so not in `orders`.", "EUR", low=0),
    ),
)  # fmt: skip

TRUTH_TRIALS = Table(
    "truth_trials",
    "customer in a randomised trial and arm",
    "what each customer would do under each arm",
    ("trial_id", "customer_id", "arm"),
    (
        Column("trial_id", "text", "Name of the trial."),
        CUSTOMER,
        Column("arm", "text", "Arm."),
        Column("would_buy", "flag", "Whether this customer buys if the lot gives this arm."),
    ),
    truth=True,
)

TABLES = (TRIALS, TRUTH_TRIALS)
