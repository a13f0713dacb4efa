def buys_again(orders):
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    who, when = orders["customer_id"].to_numpy(), orders["ordered_at"]
    early = (when <= cut).to_numpy()
    people, counts = np.unique(who[early], return_counts=True)
    newest = when[early].groupby(who[early]).max().reindex(people)
    silent = (cut - newest).dt.days.to_numpy()
    again = np.isin(people, who[~early])
    kinds = {"gone": silent >= 365, "once": (counts == 1) & (silent < 60), "best": (counts >= 6) & (silent < 60)}
    rows = [(kind, mask.sum(), again[mask].mean()) for kind, mask in kinds.items()]
    return pd.DataFrame(rows, columns=["kind", "n", "share"])
