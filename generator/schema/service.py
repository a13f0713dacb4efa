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
        Column("by_phone", "flag", "Whether the customer called; she kept her place in the line and was called back. Else she wrote."),
        Column("opened_at", "time", "Moment at which the customer wrote or called.", "UTC"),
        Column("gave_up_at", "time", "Moment at which she hung up before anybody answered; missing if she did not. Nobody helped her.", "UTC", nullable=True),
        Column("first_answered_at", "time", "Moment of the first answer; missing while there is none, and if she gave up.", "UTC", nullable=True),
        Column("closed_at", "time", "Moment at which it was solved; missing while open, and if she gave up.", "UTC", nullable=True),
        Column("agent_id", "id", "Number of the employee who took it first, or whose turn it would have been.", low=1, refers="employees.employee_id"),
        Column("departments", "text", "Departments it has passed through, in order, separated by `>`."),
        Column("hand_offs", "count", "Times it changed department; when: `hand_offs`.", "times", low=0, high=20),
        Column("settled_at_once", "flag", "Whether the customer claimed something and the first clerk granted it on the spot."),
        Column("goodwill_eur", "money", "Paid to the customer as goodwill, beside any refund of a return; 0 if nothing.", "EUR", low=0),
        Column("satisfaction", "count", "Answer to “How well were you helped?”, 1 to 5; missing if not answered.",
               "1–5", nullable=True, low=1, high=5),
        Column("text", "prose", "What the customer wrote, or what was noted of the call."),
    ),
)  # fmt: skip

HAND_OFFS = Table(
    "hand_offs",
    "hand-off of a ticket",
    "when tickets were passed on, and to whom",
    ("ticket_id", "step"),
    (
        Column("ticket_id", "id", "Number of the ticket.", low=1, refers="tickets.ticket_id"),
        Column("step", "count", "Position of the hand-off, from 1.", "position", low=1, high=20),
        Column("department", "text", "Department that got it; the one before was the first, service, or that of the step before."),
        Column("handed_at", "time", "Moment at which it was passed on.", "UTC"),
    ),
)  # fmt: skip

SERVICE_WEEKS = Table(
    "service_weeks",
    "week",
    "how busy service and the warehouse were, as planned",
    ("week_on",),
    (
        Column("week_on", "date", "Monday of the week, or the first day of the data."),
        Column("clerks_on_duty", "count", "Clerks on duty at a time.", "clerks", low=1),
        Column("load", "number", "Share of their time that the week's expected tickets take.", "share", low=0, high=1),
        Column("warehouse_load", "number", "Share of the packers' time that the week's expected orders and returns take.", "share", low=0, high=1),
    ),
    per="company",
)  # fmt: skip

TABLES = (TICKETS, HAND_OFFS, SERVICE_WEEKS)
