"""What is sold, ordered and returned."""

from __future__ import annotations

from generator.schema.model import Column, Table
from generator.schema.shared import CUSTOMER, LINE_NO, ORDER

SHOP_CHANNELS = ("web", "app", "store")

PRODUCTS = Table(
    "products",
    "product",
    "what is sold, at which list price, and what it costs to buy in",
    ("product_id",),
    (
        Column("product_id", "id", "Number of the product.", low=1),
        Column("product_name", "text", "Name of the product."),
        Column("line", "text", "Product line."),
        Column("brand", "text", "Brand."),
        Column("list_price_eur", "money", "List price of one piece.", "EUR", low=0.01),
        Column("unit_cost_eur", "money", "What one piece costs Fernhill to buy in.", "EUR", low=0),
        Column("launched_on", "date", "Day on which the product was first sold."),
    ),
    per="company",
)

ORDERS = Table(
    "orders",
    "order",
    "when and where customers bought",
    ("order_id",),
    (
        Column("order_id", "id", "Number of the order; later days have higher numbers.", low=1),
        CUSTOMER,
        Column("ordered_at", "time", "Moment of the order.", "UTC"),
        Column("channel", "text", "Where it was placed: web, app or store.", values=SHOP_CHANNELS),
    ),
)

ORDER_LINES = Table(
    "order_lines",
    "product in an order",
    "what was bought, at which price, and what it cost",
    ("order_id", "line_no"),
    (
        ORDER,
        LINE_NO,
        Column("product_id", "id", "Number of the product.", low=1, refers="products.product_id"),
        Column("quantity", "count", "Pieces.", "pieces", low=1, high=10_000, repeats=True),
        Column(
            "list_price_eur",
            "money",
            "List price of one piece on the day.",
            "EUR per piece",
            low=0.01,
            few=True,
        ),
        Column("discount_eur", "money", "Discount on the whole line.", "EUR per line", low=0),
        Column(
            "paid_eur",
            "money",
            "Paid for the whole line: quantity × list price − discount.",
            "EUR per line",
            low=0.01,
        ),
        Column("unit_cost_eur", "money", "What one piece cost Fernhill.", "EUR per piece", low=0, few=True),
    ),
)

RETURNS = Table(
    "returns",
    "returned line",
    "what came back, why, and what that cost; goods that come back are not sold again",
    ("order_id", "line_no"),
    (
        ORDER,
        LINE_NO,
        Column(
            "asked_on",
            "date",
            "Day on which the customer asked to send it back; in a store, on which she brought it.",
        ),
        Column(
            "sent_on",
            "date",
            "Day on which she sent it; missing if she brought it to a store.",
            nullable=True,
        ),
        Column("returned_at", "time", "Moment at which it was received and booked.", "UTC"),
        Column(
            "refunded_on", "date", "Day on which the refund was paid; missing while it is not.", nullable=True
        ),
        Column("reason", "text", "Reason the customer gave."),
        Column("refund_eur", "money", "Paid back to the customer.", "EUR", low=0.01),
        Column("handling_cost_eur", "money", "Cost of handling the return.", "EUR", low=0, few=True),
    ),
)

TABLES = (PRODUCTS, ORDERS, ORDER_LINES, RETURNS)
