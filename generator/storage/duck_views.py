"""The views of a DuckDB file: the sums that are asked for first, ready to be read and copied."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """A view: its name, what it gives, its query, and what it needs (table -> columns)."""

    name: str
    meaning: str
    text: str
    needs: dict[str, tuple[str, ...]]


LINES = ("order_id", "quantity", "paid_eur", "unit_cost_eur")
ORDERS = ("order_id", "customer_id", "ordered_at")

VIEWS = (
    View(
        "order_totals",
        "One row per order: lines, pieces, paid, what the goods cost, and margin in euros (before returns).",
        """
        SELECT order_id, customer_id, ordered_at, count(*) AS lines, sum(quantity) AS pieces,
               sum(paid_eur) AS paid_eur, sum(quantity * unit_cost_eur) AS goods_eur,
               sum(paid_eur - quantity * unit_cost_eur) AS margin_eur
        FROM orders JOIN order_lines USING (order_id)
        GROUP BY order_id, customer_id, ordered_at
        """,
        {"orders": ORDERS, "order_lines": LINES},
    ),
    View(
        "customer_totals",
        "One row per customer: orders, first and last order, paid and refunded in euros.",
        """
        WITH back AS (
          SELECT customer_id, sum(refund_eur) AS refund_eur
          FROM returns JOIN orders USING (order_id) GROUP BY customer_id
        )
        SELECT customer_id, count(*) AS orders, min(ordered_at) AS first_at, max(ordered_at) AS last_at,
               sum(paid_eur) AS paid_eur, coalesce(any_value(refund_eur), 0) AS refund_eur
        FROM order_totals LEFT JOIN back USING (customer_id)
        GROUP BY customer_id
        """,
        {"orders": ORDERS, "order_lines": LINES, "returns": ("order_id", "refund_eur")},
    ),
    View(
        "monthly_sales",
        "One row per month (UTC): orders, customers who bought, paid and margin in euros (before returns).",
        """
        SELECT CAST(date_trunc('month', ordered_at) AS DATE) AS month_on,
               count(*) AS orders, count(DISTINCT customer_id) AS customers,
               sum(paid_eur) AS paid_eur, sum(margin_eur) AS margin_eur
        FROM order_totals GROUP BY month_on ORDER BY month_on
        """,
        {"orders": ORDERS, "order_lines": LINES},
    ),
)
