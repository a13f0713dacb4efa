"""Columns that many tables share."""

from __future__ import annotations

from generator.schema.model import Column

CUSTOMER = Column("customer_id", "id", "Number of the customer.", low=1, refers="customers.customer_id")
ORDER = Column(
    "order_id", "id", "Number of the order; later days have higher numbers.", low=1, refers="orders.order_id"
)
LINE_NO = Column("line_no", "count", "Position of the line in its order, from 1.", "position", low=1, high=99)
MONTH = Column("month_on", "date", "First day of the month.", repeats=True)
