def nps(asked):
    heard = asked[asked["score"].notna()].assign(point=lambda t: np.where(t["score"] >= 9, 1, np.where(t["score"] <= 6, -1, 0)))
    table = heard.pivot_table(index="wave", values="point", aggfunc=["count", "mean", lambda p: p.std(ddof=0)])
    table.columns = ["answers", "nps", "error"]
    table["nps"] *= 100
    table["error"] *= 100 / table["answers"] ** 0.5
    return table
