def limits(crowds):
    rows = crowds.assign(pays=crowds["value_eur"] > crowds["next_eur"])
    return rows.groupby("channel").agg(
        low_eur=("value_eur", lambda eur: eur.quantile(0.025)),
        high_eur=("value_eur", lambda eur: eur.quantile(0.975)),
        pays=("pays", "mean"),
    )
