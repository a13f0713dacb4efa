"""Customers, orders and order lines as most tutorials make them: a loop over Faker."""

import random
import sys
from pathlib import Path

import pandas as pd
from faker import Faker

out, rows = Path(sys.argv[1]), int(sys.argv[2])
fake = Faker("en_GB")
Faker.seed(7)
random.seed(7)
people, orders = rows // 12, rows // 4
customers = [
    {"customer_id": k, "first_name": fake.first_name(), "last_name": fake.last_name(),
     "street": fake.street_address(), "city": fake.city(), "email": fake.email(),
     "signed_up_at": fake.date_time_this_decade()}
    for k in range(people)
]  # fmt: skip
placed = [
    {"order_id": k, "customer_id": random.randrange(people), "ordered_at": fake.date_time_this_decade(),
     "channel": random.choice(["web", "app", "store"])}
    for k in range(orders)
]  # fmt: skip
lines = [
    {"order_id": random.randrange(orders), "line_no": k, "product_id": random.randrange(2400),
     "quantity": random.randint(1, 3), "list_price_eur": round(random.uniform(2, 200), 2),
     "discount_eur": 0.0, "paid_eur": round(random.uniform(2, 200), 2), "unit_cost_eur": 1.0}
    for k in range(rows - people - orders)
]  # fmt: skip
for name, table in (("customers", customers), ("orders", placed), ("order_lines", lines)):
    pd.DataFrame(table).to_parquet(out / f"{name}.parquet")
