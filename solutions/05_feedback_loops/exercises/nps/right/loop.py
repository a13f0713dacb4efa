def nps(asked):
    rows = {}
    for wave, rows_of in asked.groupby("wave"):
        scores = rows_of["score"].dropna()
        p, d, n = sum(scores >= 9) / len(scores), sum(scores <= 6) / len(scores), len(scores)
        rows[wave] = {"answers": n, "nps": (p - d) * 100, "error": 100 * np.sqrt((p + d - (p - d) ** 2) / n)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("wave")
