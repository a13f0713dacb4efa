def paid_ratings(rows):
    gains = {True: [], False: []}
    for (paid, clerk), part in rows.groupby(["paid", "clerk"]):
        if part["after"].any() and not part["after"].all():  # who has tickets on one side only shows no change
            gains[paid].append(part["value"][part["after"]].mean() - part["value"][~part["after"]].mean())
    one, other = np.array(gains[True]), np.array(gains[False])
    error = (one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other)) ** 0.5
    return {"clerks": len(one) + len(other), "effect": float(one.mean() - other.mean()), "error": float(error)}
