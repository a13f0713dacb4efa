def whale_peak(profit):
    share_of_profit = profit.clip(lower=0).sum() / profit.sum()
    share_of_customers = (profit > 0).mean()
    return float(share_of_profit), float(share_of_customers)
