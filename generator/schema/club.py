"""The Club: memberships and what members use."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.shared import CUSTOMER, MONTH

SUBSCRIPTIONS = Table(
    "subscriptions",
    "membership of the Fernhill Club",
    "who joined, with which plan, and who is still a member; a customer joins with the first order or not at all",
    ("customer_id",),
    (
        CUSTOMER,
        Column("plan", "text", "Plan of the Club."),
        Column(
            "started_on",
            "date",
            "Day on which the membership began; it is renewed on that day of each month.",
        ),
        Column("ended_on", "date", "First day without membership; missing while it runs.", nullable=True),
        Column(
            "fee_eur",
            "money",
            "Fee, paid at the start of each month of membership; not part of any order.",
            "EUR per month",
            low=0,
            few=True,
        ),
    ),
)

USAGE = Table(
    "usage",
    "customer and month",
    "what was used after the sale, in each whole month in which a customer was a member or had the app",
    ("customer_id", "month_on"),
    (
        CUSTOMER,
        MONTH,
        Column(
            "app_sessions",
            "count",
            "Times the app was opened; 0 also without the app.",
            "times",
            low=0,
            high=255,
        ),
        Column(
            "benefits_used",
            "count",
            "Benefits of the Club that were used (deliveries, classes, repairs); 0 also without membership.",
            "times",
            low=0,
            high=255,
        ),
    ),
)

TRUTH_SUBSCRIPTIONS = Table(
    "truth_subscriptions",
    "membership of the Fernhill Club",
    "how long each member really stays",
    ("customer_id",),
    (
        CUSTOMER,
        Column(
            "churn_per_month",
            "number",
            "Probability of leaving at the end of a month.",
            "per month",
            low=0,
            high=1,
        ),
        Column(
            "months_in_all",
            "count",
            "Months for which she really stays, also after the end (1,200 at most).",
            "months",
            low=1,
            high=1200,
        ),
        Column(
            "expected_renewals_next_year",
            "number",
            "Expected renewals in the 12 months after the end, given the truth; 0 if no longer a member.",
            "months",
            low=0,
            high=12,
        ),
        Column(
            "realised_renewals_next_year",
            "count",
            "Renewals that she really makes in these 12 months.",
            "months",
            low=0,
            high=12,
        ),
    ),
    truth=True,
)

TABLES = (SUBSCRIPTIONS, USAGE, TRUTH_SUBSCRIPTIONS)
