def likely_range(profit, draws):
    table = draws.assign(eur=draws["customer_id"].map(profit.to_dict()))
    crowds = table.groupby("draw")["eur"]
    means = (crowds.sum() / crowds.size()).sort_values()
    return float(means.quantile(q=0.025)), float(means.quantile(q=0.975))
