def likely_range(profit, draws):
    means = []
    for _, crowd in draws.groupby("draw"):
        means.append(profit[crowd["customer_id"]].mean())
    means = pd.Series(means)
    return [means.quantile(0.025), means.quantile(0.975)]
