def summary(orders):
    end, rows = orders["week"].max(), {}
    for customer, mine in orders.groupby("customer_id"):
        weeks = sorted(mine["week"])
        rows[customer] = {"x": len(weeks) - 1, "t_x": weeks[-1] - weeks[0], "T": end - weeks[0]}
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "customer_id"
    return table
