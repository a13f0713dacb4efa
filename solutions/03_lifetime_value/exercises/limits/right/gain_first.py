def limits(crowds):
    gain = crowds["value_eur"] - crowds["next_eur"]
    value = crowds.groupby("channel")["value_eur"]
    parts = [value.quantile(0.025), value.quantile(0.975), (gain > 0).groupby(crowds["channel"]).mean()]
    table = pd.concat(parts, axis=1)
    table.columns = ["low_eur", "high_eur", "pays"]
    return table.reset_index()
