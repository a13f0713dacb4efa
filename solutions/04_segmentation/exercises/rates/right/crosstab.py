def rates(customers):
    counts = pd.crosstab(customers["group"], customers["chosen"])
    number = counts.sum(axis=1)
    rate = counts[True] / number
    return pd.DataFrame({"customers": number, "rate": rate, "ratio": rate / rate.max()})
