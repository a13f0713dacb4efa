def summary(orders):
    table = orders.groupby("customer_id").agg(n=("week", "size"), first=("week", "min"), last=("week", "max"))
    table["x"], table["t_x"] = table["n"] - 1, table["last"] - table["first"]
    table["T"] = orders["week"].max() - table["first"]
    return table[["x", "t_x", "T"]]
