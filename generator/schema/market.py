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
        Column("season", "number", "How brisk business is on the day, against an average day.", "1 = average day", low=0),
        Column("season_week", "number", "Season-adjusted weeks since the first day, at the start of the day.", "weeks", low=0),
    ),
    per="company",
)  # fmt: skip

REGIONS = Table(
    "regions",
    "region",
    "where customers live, and how they are served there at the end of the data",
    ("region",),
    (
        Column("region", "text", "Name of the region."),
        Column("households", "count", "Households that live there, customers or not.", "households", low=1),
        Column("stores", "count", "Fernhill's stores.", "stores", low=0),
        Column("service_level", "text", "How tickets are answered.", values=("standard", "same day")),
        Column("same_day_since_on", "date", "Day from which every ticket gets its first answer on the day it comes in; missing where there is no such rule.", nullable=True),
    ),
    per="company",
)  # fmt: skip

TRUTH_PRODUCTS = Table(
    "truth_products",
    "product line",
    "what each line is worth as a way in: expectations over a fixed sample of customers of this scenario",
    ("line",),
    (
        Column("line", "text", "Product line."),
        Column("first_share", "number", "Share of all customers whose first order was mainly of this line.", "share", low=0, high=1),
        Column("came_for_it_share", "number", "Share of these who would not have come without the line.", "share", low=0, high=1),
        Column("lifetime_spend_eur", "number", "Expected lifetime spend of one of these, first order included, later euros discounted.", "EUR per customer", low=0),
        Column("acquisition_spend_eur", "number", "Expected lifetime spend on all lines of those who would not have come without it.", "EUR per 1,000 customers", low=0),
        Column("acquisition_margin_eur", "number", "The same less goods and sending (before returns, tickets and mailings).", "EUR per 1,000 customers", free="a line may lose money"),
    ),
    per="company",
    truth=True,
)  # fmt: skip

TRUTH_ACQUISITION = Table(
    "truth_acquisition",
    "acquisition channel",
    "what a newcomer of each channel is truly worth when she comes, and what winning her costs: expectations "
    "over a fixed sample of customers of this scenario, over a horizon of 156 season-adjusted weeks",
    ("channel",),
    (
        Column("channel", "text", "Acquisition channel."),
        Column("newcomer_share", "number", "Share of newcomers who come through it at usual spend.", "share", low=0, high=1),
        Column("average_cost_eur", "number", "What a newcomer costs on average at usual spend.", "EUR per newcomer", low=0),
        Column("next_cost_eur", "number", "What one more newcomer costs at usual spend; missing where spend brings nobody.", "EUR per newcomer", nullable=True, low=0),
        Column("saturation", "number", "How far usual spend has used the channel up, s: r times the usual spend brings r / (1 - s + s r) times the usual newcomers, and the next one then costs average_cost_eur * (1 - s + s r)^2 / (1 - s).", "share", low=0, high=1),
        Column("first_margin_eur", "number", "Expected margin of the first order: after goods, sending, refunds, handling of returns, tickets and goodwill, before catalogues.", "EUR per newcomer", free="an order may lose money"),
        Column("orders_in_horizon", "number", "Expected orders in the horizon, the first included, later ones discounted.", "orders per newcomer", low=0),
        Column("spend_in_horizon_eur", "number", "What these orders come to.", "EUR per newcomer", low=0),
        Column("margin_in_horizon_eur", "number", "Expected margin of these orders, as above: the true value at acquisition.", "EUR per newcomer", free="an order may lose money"),
    ),
    per="company",
    truth=True,
)  # fmt: skip

TABLES = (ACQUISITION_SPEND, RIVAL_PRICES, ACTIVITY_COSTS, CLOCK, REGIONS, TRUTH_PRODUCTS, TRUTH_ACQUISITION)
