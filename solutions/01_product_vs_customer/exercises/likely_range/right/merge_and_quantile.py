def likely_range(profit, draws):
    drawn = draws.merge(profit.rename("eur").reset_index(), on="customer_id")
    low, high = drawn.groupby("draw")["eur"].mean().quantile([0.025, 0.975])
    return low, high
