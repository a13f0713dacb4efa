def backlog(mentions, customers):
    rows = {}
    for theme in mentions["theme"].unique():
        who = set(mentions.loc[mentions["theme"] == theme, "customer_id"])
        mine = customers[customers.index.isin(who)]
        rows[theme] = {"customers": len(who), "eur": mine["eur"].sum(), "unhappy_eur": mine.loc[mine["score"] <= 6, "eur"].sum()}
    return pd.DataFrame(rows).T.rename_axis("theme")
