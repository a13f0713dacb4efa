def buys_again(orders):
    cut = orders["ordered_at"].max() - pd.Timedelta(days=90)
    known = orders[orders["ordered_at"] <= cut]
    later = set(orders["customer_id"][orders["ordered_at"] > cut])
    count, newest = known["customer_id"].value_counts(), known.groupby("customer_id")["ordered_at"].max()
    lately = set(newest[newest > cut - pd.Timedelta(days=60)].index)
    kinds = {
        "gone": set(newest[newest <= cut - pd.Timedelta(days=365)].index),
        "once": lately & set(count[count == 1].index),
        "best": lately & set(count[count >= 6].index),
    }
    share = {kind: len(people & later) / len(people) for kind, people in kinds.items()}
    return pd.DataFrame({"share": share, "n": {kind: len(people) for kind, people in kinds.items()}})
