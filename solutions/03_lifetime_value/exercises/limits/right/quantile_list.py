def limits(crowds):
    ends = crowds.groupby("channel")["value_eur"].quantile([0.025, 0.975]).unstack()
    ends.columns = ["low_eur", "high_eur"]
    return ends.assign(pays=crowds["value_eur"].gt(crowds["next_eur"]).groupby(crowds["channel"]).mean())
