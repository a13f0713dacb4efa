"""Service contacts."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.shared import CUSTOMER, ORDER

TICKETS = Table(
    "tickets",
    "service contact",
    "what customers needed help with, how long it took, and who handled it",
    ("ticket_id",),
    (
        Column("ticket_id", "id", "Number of the ticket.", low=1),
        CUSTOMER,
        ORDER,
        Column("topic", "text", "What it was about."),
        Column("opened_at", "time", "Moment at which the customer wrote or called.", "UTC"),
        Column("closed_at", "time", "Moment at which it was solved; missing while open.", "UTC", nullable=True),
        Column("departments", "text", "Departments it passed through, in order, separated by `>`."),
        Column("hand_offs", "count", "Times it changed department.", "times", low=0, high=20),
        Column("satisfaction", "count", "Answer to “How well were you helped?”, 1 to 5; missing if not answered.",
               "1–5", nullable=True, low=1, high=5),
    ),
)  # fmt: skip

TABLES = (TICKETS,)
