def likely_range(profit, draws):
    times = draws.groupby(["draw", "customer_id"]).size().unstack(fill_value=0)
    means = times.mul(profit.reindex(times.columns), axis=1).sum(axis=1) / times.sum(axis=1)
    return tuple(means.quantile([0.025, 0.975]))
