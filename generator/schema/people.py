"""Who the customers are, and what drives them."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.shared import CUSTOMER

CUSTOMERS = Table(
    "customers",
    "person",
    "who the customers are and how they came",
    ("customer_id",),
    (
        Column("customer_id", "id", "Number of the customer.", low=1),
        Column(
            "household_id",
            "id",
            "Number of the household: people with the same one lived together when they signed up. It is the lowest customer number among them.",
            low=1,
        ),
        Column("first_name", "text", "First name (invented)."),
        Column("last_name", "text", "Last name (invented) at the time of signing up."),
        Column("birth_year", "count", "Year of birth (invented).", "year", low=1880, high=2050),
        Column("street", "text", "Street (invented) at the time of signing up."),
        Column(
            "house_number", "count", "Number of the house in its street.", "house number", low=1, high=999
        ),
        Column("city", "text", "City (invented)."),
        Column("region", "text", "Region in which the city lies."),
        Column(
            "signed_up_at",
            "time",
            "Moment of the customer's first order in these books, which begin with the first day.",
            "UTC",
        ),
        Column(
            "acquisition_channel",
            "text",
            "Channel through which the customer first came.",
        ),
        Column("acquisition_campaign", "text", "Campaign of that channel through which the customer came."),
        Column(
            "referred_by",
            "id",
            "Customer who brought this one; missing unless the channel is referral, where the name was forgotten, and where an advocate did.",
            nullable=True,
            low=1,
            refers="customers.customer_id",
        ),
        Column(
            "advocate_id",
            "id",
            "Advocate who brought this one; missing for all others.",
            nullable=True,
            low=1,
            refers="advocates.advocate_id",
        ),
        Column(
            "app_since_on",
            "date",
            "Day on which the customer installed the app; missing without it.",
            nullable=True,
        ),
        Column(
            "device",
            "text",
            "What the customer mostly shops or looks on.",
            values=("desktop", "tablet", "new phone", "old phone"),
        ),
    ),
)

ADVOCATES = Table(
    "advocates",
    "person who brought customers and never bought",
    "who brought others with a code and has never ordered anything herself, so she is no customer",
    ("advocate_id",),
    (
        Column("advocate_id", "id", "Number of the advocate; no number of a customer.", low=1),
        Column("first_name", "text", "First name (invented)."),
        Column("last_name", "text", "Last name (invented)."),
        Column("registered_on", "date", "Day on which she asked for a code to pass on."),
    ),
)

TRUTH_CUSTOMERS = Table(
    "truth_customers",
    "person",
    "what drives each customer",
    ("customer_id",),
    (
        CUSTOMER,
        Column("came_on", "date", "Day on which the customer first came; before the first day of the books for some, else that of the first order."),
        Column("came_before", "flag", "Whether she came before the first day: her first orders are not in the books."),
        Column("purchase_rate_per_week", "number", "Orders per season-adjusted week while active.", "per week", low=0),
        Column("dropout_rate_per_week", "number", "Hazard of leaving for good.", "per week", low=0),
        Column("left_at", "time", "Moment at which the customer left for good; missing if still active at the end.",
               "UTC", nullable=True),
        Column("mean_order_value_eur", "number", "Expected value of an order.", "EUR", low=0),
        Column("need_segment", "text", "What the customer really looks for."),
        Column("protected_group", "flag", "Whether the customer belongs to a group that must not be disadvantaged; nothing observable says so, the device hints at it."),
        Column("price_led", "flag", "Whether price decides for this customer."),
        Column("satisfaction_z", "number", "Satisfaction with the baseline service: 0 on average, standard deviation 1 (a normal score).", "standard deviations", free="a normal score has no bounds"),
        Column("service_exposure", "number", "How often her tickets change hands, relative to the average.", "1 = average", low=0),
        Column("return_factor", "number", "Propensity to return, relative to the average.", "1 = average", low=0),
        Column("contact_factor", "number", "Propensity to contact service, relative to the average.", "1 = average", low=0),
        Column("first_line", "text", "Main product line of the first order."),
        Column("came_for_first_line", "flag", "Would not have become a customer without that line."),
        Column("expected_orders_next_year", "number", "Expected orders in the 52 season-adjusted weeks after the end, given the truth.", "orders", low=0),
        Column("expected_spend_next_year_eur", "number", "Expected spend in these weeks, given the truth.", "EUR", low=0),
        Column("expected_lifetime_spend_eur", "number", "Expected spend from the end on, later euros discounted, given the truth.", "EUR", low=0),
        Column("realised_orders_next_year", "count", "Orders that she really places in these 52 weeks.", "orders", low=0),
        Column("realised_spend_next_year_eur", "number", "What these orders come to.", "EUR", low=0),
        Column("realised_orders_future", "count", "Orders that she really places from the end to the horizon (future.weeks).", "orders", low=0),
        Column("realised_spend_future_eur", "number", "What these orders come to.", "EUR", low=0),
        Column("surplus_per_order_eur", "number", "What an order is worth to her beyond what she pays.", "EUR", low=0),
    ),
    truth=True,
)  # fmt: skip

TABLES = (CUSTOMERS, ADVOCATES, TRUTH_CUSTOMERS)
