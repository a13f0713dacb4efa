def later_profit(ledger, first):
    year = pd.Timedelta(days=365)
    seen = first[first["first_at"] + year <= ledger["booked_at"].max()].copy()
    rows = ledger.merge(seen.reset_index(), on="customer_id", how="inner")
    is_first = rows["order_id"].eq(rows["first_order_id"])
    rows = rows[~is_first & (rows["booked_at"] < rows["first_at"] + year)]
    seen["profit_eur"] = rows.groupby("customer_id")["eur"].sum()
    seen["profit_eur"] = seen["profit_eur"].fillna(0)
    return seen.groupby("first_line")["profit_eur"].mean()
