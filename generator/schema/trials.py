"""What was changed by lot, and what each customer would have done."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.shared import CUSTOMER

TRIALS = Table(
    "trials",
    "customer in a randomised trial",
    "what happens when one thing is changed by lot; a trial is here once its window is over",
    ("trial_id", "customer_id"),
    (
        Column("trial_id", "text", "Name of the trial: `brio_kettle` (price of a kettle), `call_back` (a call after a bad "
               "score), `retention_offer` (a voucher), `contact_pressure` (number of e-mails), `personal_offer` (none, one voucher for all, or one that fits)."),
        CUSTOMER,
        Column("answer", "text", "Answer to “What matters most to you when you buy for your home?”, given before the lot was "
               "drawn; missing in other trials than `brio_kettle`, where it is not asked.", nullable=True, values=("price", "design", "quality", "time")),
        Column("arm", "text", "What the lot gave."),
        Column("price_eur", "money", "Price offered for the kettle; missing in other trials than `brio_kettle`.", "EUR", nullable=True, low=0.01),
        Column("unit_cost_eur", "money", "What one kettle costs Fernhill; missing in other trials than `brio_kettle`.", "EUR", nullable=True, low=0),
        Column("assigned_on", "date", "Day on which the lot was drawn; the first day of the window."),
        Column("window_days", "count", "Length of the window in which purchases count.", "days", low=1, few=True),
        Column("bought", "flag", "Whether the customer bought in the window: the kettle, or anything in `orders`."),
        Column("paid_eur", "money", "Paid in the window: for the kettle (sold by a partner, so not in `orders`), else for all "
               "orders of the window before refunds; 0 if nothing.", "EUR", low=0),
        Column("survey_id", "id", "Survey whose score of 6 or less led to the lot, drawn once its wave was in; missing in other trials than `call_back`.", nullable=True, low=1,
               refers="surveys.survey_id"),
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
        Column("would_buy", "flag", "Whether this customer buys in the window if the lot gives this arm (all else, and all "
               "chance, being the same)."),
        Column("effect", "number", "By how much this arm moves her probability of buying in the window, against the arm in "
               "which nothing is done: expected from what she is like and whether she is still a customer.",
               "difference of probabilities", low=-1, high=1),
    ),
    truth=True,
)  # fmt: skip

TABLES = (TRIALS, TRUTH_TRIALS)
