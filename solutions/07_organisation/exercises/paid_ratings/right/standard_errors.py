def paid_ratings(rows):
    mean = rows.groupby(["paid", "clerk", "after"])["value"].mean().unstack("after")
    by = mean.diff(axis=1)[True].groupby(level="paid")
    return {"clerks": int(by.count().sum()), "effect": by.mean().diff().iloc[-1], "error": np.sqrt((by.sem() ** 2).sum())}
