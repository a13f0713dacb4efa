def limits(crowds):
    value = crowds.pivot(index="draw", columns="channel", values="value_eur")
    cost = crowds.pivot(index="draw", columns="channel", values="next_eur")
    pays = (value > cost).sum() / len(value)
    return pd.DataFrame({"low_eur": value.quantile(0.025), "high_eur": value.quantile(0.975), "pays": pays})
