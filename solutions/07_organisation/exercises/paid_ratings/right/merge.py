def paid_ratings(rows):
    mean = rows.groupby(["clerk", "paid", "after"], as_index=False)["value"].mean()
    both = mean[mean["after"]].merge(mean[~mean["after"]], on=["clerk", "paid"], suffixes=("_later", "_before"))
    both["gain"] = both["value_later"] - both["value_before"]
    by = both.groupby("paid")["gain"]
    effect = by.mean().loc[True] - by.mean().loc[False]
    return {"clerks": len(both), "effect": effect, "error": (by.var() / by.size()).sum() ** 0.5}
