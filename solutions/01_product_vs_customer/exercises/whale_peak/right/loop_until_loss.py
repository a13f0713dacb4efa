def whale_peak(profit):
    total, peak, at_peak = 0.0, float("-inf"), 0
    for number, euros in enumerate(sorted(profit, reverse=True), start=1):
        total += euros
        if total > peak:
            peak, at_peak = total, number
    return [peak / total, at_peak / len(profit)]
