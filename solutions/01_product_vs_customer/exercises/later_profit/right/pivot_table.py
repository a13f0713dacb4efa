def later_profit(ledger, first):
    rows = ledger.merge(first, left_on="customer_id", right_index=True)
    counts = (rows["order_id"] != rows["first_order_id"]) & (
        (rows["booked_at"] - rows["first_at"]).dt.days < 365
    )
    rows["later_eur"] = rows["eur"].where(counts, 0)
    rows = rows[rows["first_at"] <= ledger["booked_at"].max() - pd.Timedelta(days=365)]
    by_customer = rows.pivot_table(
        index=["first_line", "customer_id"], values="later_eur", aggfunc="sum", observed=True
    )
    return by_customer.groupby(level="first_line").mean()["later_eur"].reset_index()
