"""Customers, orders and order lines with Mimesis field sets (whole columns at once)."""

import sys
from pathlib import Path

import pandas as pd
from mimesis import Fieldset, Locale

out, rows = Path(sys.argv[1]), int(sys.argv[2])
people, orders = rows // 12, rows // 4
count = rows - people - orders


def fields(n: int) -> Fieldset:
    """Columns of `n` values."""
    return Fieldset(locale=Locale.EN_GB, seed=7, i=n)


f = fields(people)
customers = {"customer_id": range(people), "first_name": f("first_name"), "last_name": f("last_name"),
             "street": f("street_name"), "city": f("city"), "email": f("email"),
             "signed_up_at": f("datetime")}  # fmt: skip
f = fields(orders)
placed = {"order_id": range(orders), "customer_id": f("integer_number", start=0, end=people - 1),
          "ordered_at": f("datetime"), "channel": f("choice", items=["web", "app", "store"])}  # fmt: skip
f = fields(count)
lines = {"order_id": f("integer_number", start=0, end=orders - 1), "line_no": range(count),
         "product_id": f("integer_number", start=0, end=2399),
         "quantity": f("integer_number", start=1, end=3),
         "list_price_eur": f("float_number", start=2.0, end=200.0, precision=2), "discount_eur": 0.0,
         "paid_eur": f("float_number", start=2.0, end=200.0, precision=2), "unit_cost_eur": 1.0}  # fmt: skip
for name, table in (("customers", customers), ("orders", placed), ("order_lines", lines)):
    pd.DataFrame(table).to_parquet(out / f"{name}.parquet")
