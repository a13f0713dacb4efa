"""What must hold in every company, table by table, from the schema alone, and in the ledger."""

import numpy as np
import pandas as pd

from generator.schema import TABLES


def assert_sound(company):
    """Keys unique, references whole, values allowed, no time outside the run, money adds up."""
    side = {name: company for name in company.tables} | {name: company.truth for name in company.truth.names}
    made = {name: home.table(name) for name, home in side.items()}
    start = pd.Timestamp(company.manifest.start, tz="UTC")
    end = pd.Timestamp(company.manifest.end, tz="UTC")
    for name, rows in made.items():
        table = TABLES[name]
        assert not rows.duplicated(list(table.key)).any(), name
        for column in table.columns:
            values, place = rows[column.name], f"{name}.{column.name}"
            if not column.nullable:
                assert not values.isna().any(), place
            values = values.dropna()
            if column.kind == "time":
                assert ((values >= start) & (values < end)).all(), place
            elif column.kind == "date" and not column.ahead:
                assert (values.dt.tz_localize("UTC") < end).all(), place
            elif column.values is not None:
                assert set(values) <= set(column.values), place
            elif column.kind in {"id", "count", "number", "money"}:
                assert column.low is None or (values >= column.low).all(), place
                assert column.high is None or (values <= column.high).all(), place
            if column.refers and column.refers.split(".")[0] in made:
                home, key = column.refers.split(".")
                assert set(values) <= set(made[home][key]), place
    _assert_in_order(made)
    _assert_money(made)


def _assert_in_order(made):
    """Nothing happens to a customer before she comes, nor to an order before it is placed."""
    made = {name: rows for name, rows in made.items() if len(rows)}
    if "orders" not in made:
        assert "customers" not in made
        return
    joined = made["customers"].set_index("customer_id")["signed_up_at"]
    assert set(made["orders"]["customer_id"]) == set(joined.index)
    for name, rows in made.items():
        if name in TABLES and "customer_id" in rows and not name.startswith("truth_"):
            for column in TABLES[name].columns:
                if column.kind == "time" and not column.nullable:
                    assert (rows[column.name] >= rows["customer_id"].map(joined)).all(), (name, column.name)
    placed = made["orders"].set_index("order_id")["ordered_at"]
    if "returns" in made:
        assert (made["returns"]["returned_at"] > made["returns"]["order_id"].map(placed)).all()
    if "deliveries" in made:
        placed_on = made["deliveries"]["order_id"].map(placed).dt.tz_localize(None).dt.normalize()
        for column in ("shipped_on", "promised_on", "delivered_on"):
            values = made["deliveries"][column]
            assert (values >= placed_on)[values.notna()].all(), column
    if "tickets" not in made:
        return
    tickets = made["tickets"]
    assert (tickets["opened_at"] > tickets["order_id"].map(placed)).all()
    answered = tickets.dropna(subset="first_answered_at")
    assert (answered["first_answered_at"] > answered["opened_at"]).all()
    closed = tickets.dropna(subset="closed_at")
    assert (closed["closed_at"] > closed["first_answered_at"]).all()


def _assert_money(made):
    """Lines add up to the cent, and nobody gets back more than was paid."""
    lines = made["order_lines"]
    assert set(lines["order_id"]) == set(made["orders"]["order_id"])
    cents = (lines[["list_price_eur", "discount_eur", "paid_eur"]] * 100).round().astype("int64")
    assert (lines["quantity"] * cents["list_price_eur"] - cents["discount_eur"] == cents["paid_eur"]).all()
    back = made["returns"].merge(lines, on=["order_id", "line_no"])
    assert len(back) == len(made["returns"]) and (back["refund_eur"] <= back["paid_eur"]).all()
    value = cents["paid_eur"].groupby(lines["order_id"]).sum()
    tickets = made["tickets"]
    if tickets.empty:
        return
    granted = np.rint(tickets["goodwill_eur"] * 100).astype("int64")
    assert (granted <= tickets["order_id"].map(value)).all()
