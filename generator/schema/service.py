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
        Column("first_answered_at", "time", "Moment of the first answer; missing while there is none.", "UTC", nullable=True),
        Column("closed_at", "time", "Moment at which it was solved; missing while open.", "UTC", nullable=True),
        Column("agent_id", "id", "Number of the employee who took it first.", low=1, refers="employees.employee_id"),
        Column("departments", "text", "Departments it passed through, in order, separated by `>`."),
        Column("hand_offs", "count", "Times it changed department.", "times", low=0, high=20),
        Column("settled_at_once", "flag", "Whether the customer claimed something and the first clerk granted it on the spot."),
        Column("goodwill_eur", "money", "Paid to the customer as goodwill, beside any refund of a return; 0 if nothing.", "EUR", low=0),
        Column("satisfaction", "count", "Answer to “How well were you helped?”, 1 to 5; missing if not answered.",
               "1–5", nullable=True, low=1, high=5),
        Column("text", "prose", "What the customer wrote, or what was noted of the call."),
    ),
)  # fmt: skip

SERVICE_WEEKS = Table(
    "service_weeks",
    "week",
    "how busy service was, as planned",
    ("week_on",),
    (
        Column("week_on", "date", "Monday of the week, or the first day of the data."),
        Column("clerks_on_duty", "count", "Clerks on duty at a time.", "clerks", low=1),
        Column("load", "number", "Share of their time that the week's expected tickets take.", "share", low=0, high=1),
    ),
    per="company",
)  # fmt: skip

TABLES = (TICKETS, SERVICE_WEEKS)
