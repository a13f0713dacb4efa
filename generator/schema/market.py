"""The market, the costs and the calendar."""

from __future__ import annotations

from generator.schema.model import Column, Table

ACQUISITION_SPEND = Table(
    "acquisition_spend",
    "month and acquisition channel",
    "what winning new customers cost",
    ("month_on", "channel"),
    (
        Column("month_on", "date", "First day of the month."),
        Column("channel", "text", "Acquisition channel."),
        Column("spend_eur", "money", "Spent in the month.", "EUR", low=0),
    ),
    per="company",
)

RIVAL_PRICES = Table(
    "rival_prices",
    "month and product line",
    "how rivals' prices move",
    ("month_on", "line"),
    (
        Column("month_on", "date", "First day of the month."),
        Column("line", "text", "Product line."),
        Column("price_index", "number", "Rivals' prices for like goods.", "first month = 100", low=0),
    ),
    per="company",
)

ACTIVITY_COSTS = Table(
    "activity_costs",
    "activity",
    "what it costs to do something once",
    ("activity",),
    (
        Column("activity", "text", "Name of the activity.",
               values=("web_order", "app_order", "store_order", "return", "ticket", "mailing")),
        Column("driver", "text", "What it is counted by."),
        Column("rate_eur", "money", "Cost of doing it once.", "EUR per driver", low=0),
    ),
    per="company",
)  # fmt: skip

CLOCK = Table(
    "clock",
    "day",
    "season-adjusted time",
    ("date_on",),
    (
        Column("date_on", "date", "The day."),
        Column("season", "number", "How brisk business is on the day.", "1 = average day", low=0),
        Column("season_week", "number", "Season-adjusted weeks since the first day, at the start of the day.", "weeks", low=0),
    ),
    per="company",
)  # fmt: skip

TABLES = (ACQUISITION_SPEND, RIVAL_PRICES, ACTIVITY_COSTS, CLOCK)
