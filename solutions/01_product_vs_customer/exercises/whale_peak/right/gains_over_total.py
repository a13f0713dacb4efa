def whale_peak(profit):
    gains = profit[profit > 0]
    return gains.sum() / profit.sum(), len(gains) / len(profit)
