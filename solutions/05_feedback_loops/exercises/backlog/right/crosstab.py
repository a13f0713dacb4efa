def backlog(mentions, customers):
    there = pd.crosstab(mentions["theme"], mentions["customer_id"]) > 0
    own = customers.loc[there.columns]
    low = own["eur"] * (own["score"] <= 6)
    return pd.DataFrame({"customers": there.sum(axis=1), "eur": (there * own["eur"]).sum(axis=1), "unhappy_eur": (there * low).sum(axis=1)})
