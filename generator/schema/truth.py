"""The truth tables: what really drives the company. Never in a student's folder."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.observable import CUSTOMER

TRUTH_CUSTOMERS = Table(
    "truth_customers",
    "person",
    "what drives each customer",
    ("customer_id",),
    (
        CUSTOMER,
        Column("purchase_rate_per_week", "number", "Orders per season-adjusted week while active.", "per week", low=0),
        Column("dropout_rate_per_week", "number", "Hazard of leaving for good.", "per week", low=0),
        Column("left_at", "time", "Moment at which the customer left for good; missing if still active at the end.",
               "UTC", nullable=True),
        Column("mean_order_value_eur", "number", "Expected value of an order.", "EUR", low=0),
        Column("need_segment", "text", "What the customer really looks for."),
        Column("price_led", "flag", "Whether price decides for this customer."),
        Column("satisfaction_z", "number", "Satisfaction with the baseline service.", "normal score"),
        Column("return_factor", "number", "Propensity to return, relative to the average.", "1 = average", low=0),
        Column("contact_factor", "number", "Propensity to contact service, relative to the average.", "1 = average", low=0),
        Column("first_line", "text", "Main product line of the first order."),
        Column("came_for_first_line", "flag", "Would not have become a customer without that line."),
        Column("expected_orders_next_year", "number", "Expected orders in the 52 season-adjusted weeks after the end, given the truth.",
               "orders", low=0),
    ),
    truth=True,
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

TRUTH_PARAMETERS = Table(
    "truth_parameters",
    "number of the scenario",
    "every number that the company was made from",
    ("parameter",),
    (
        Column("parameter", "text", "Place in the scenario."),
        Column("value", "text", "Its value."),
    ),
    per="company",
    truth=True,
)

TABLES = (TRUTH_CUSTOMERS, TRUTH_TRIALS, TRUTH_PARAMETERS)
