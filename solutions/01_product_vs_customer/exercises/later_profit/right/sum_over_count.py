def later_profit(ledger, first):
    end = ledger["booked_at"].max()
    seen = first.loc[first["first_at"] <= end - pd.Timedelta(days=365)]
    rows = ledger[ledger["customer_id"].isin(seen.index)].join(seen, on="customer_id")
    inside = (rows["booked_at"] - rows["first_at"]) < pd.Timedelta(days=365)
    rows = rows[inside & (rows["order_id"] != rows["first_order_id"])]
    total = rows.groupby("first_line")["eur"].sum()
    return (total / seen["first_line"].value_counts()).fillna(0)
