def later_profit(ledger, first):
    start = ledger["customer_id"].map(first["first_at"])
    door = ledger["customer_id"].map(first["first_order_id"])
    age = (ledger["booked_at"] - start).dt.total_seconds() / 86400
    later = ledger[(age < 365) & ~(ledger["order_id"] == door)]
    sums = later.groupby("customer_id")["eur"].sum().to_dict()
    old_enough = first["first_at"] <= ledger["booked_at"].max() - pd.Timedelta("365D")
    groups = {}
    for customer, line in first.loc[old_enough, "first_line"].items():
        groups.setdefault(line, []).append(sums.get(customer, 0.0))
    return {line: sum(values) / len(values) for line, values in groups.items()}
