"""Whom Fernhill contacts, and what it costs."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.shared import CUSTOMER

CAMPAIGNS = Table(
    "campaigns",
    "campaign",
    "what was sent to customers, for whom and why",
    ("campaign_id",),
    (
        Column("campaign_id", "id", "Number of the campaign.", low=1),
        Column("campaign_name", "text", "Name of the campaign."),
        Column(
            "channel", "text", "How it reaches people: printed catalogue or e-mail.", values=("mail", "email")
        ),
        Column("line", "text", "Product line that it promotes; missing if none.", nullable=True),
        Column("owner", "text", "Department that ordered it."),
        Column("objective", "text", "What its owner is measured on."),
        Column("started_on", "date", "Day on which it was sent."),
        Column("unit_cost_eur", "money", "Cost of one contact.", "EUR per contact", low=0),
    ),
    per="company",
)

TOUCHES = Table(
    "touches",
    "contact of a customer by a campaign",
    "who was contacted, when, and what it cost",
    ("customer_id", "campaign_id"),
    (
        CUSTOMER,
        Column("campaign_id", "id", "Number of the campaign.", low=1, refers="campaigns.campaign_id",
               repeats=True),
        Column("touched_at", "time", "Moment of the contact.", "UTC", repeats=True),
        Column("channel", "text", "How the customer was reached.", values=("mail", "email")),
        Column("outcome", "text", "What became of it. Who unsubscribes takes back her consent on that day (`consents`) and gets no further e-mail.",
               values=("delivered", "undeliverable", "unsubscribed")),
        Column("cost_eur", "money", "Cost of this contact.", "EUR", low=0, repeats=True),
    ),
)  # fmt: skip

TABLES = (CAMPAIGNS, TOUCHES)
