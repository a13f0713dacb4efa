def weighted(answers, base):
    kind = np.where(answers["score"] >= 9, "up", np.where(answers["score"] <= 6, "down", "middle"))
    count = pd.crosstab(answers["cell"], kind).reindex(columns=["down", "middle", "up"], fill_value=0)
    total = count.sum(axis=1)
    return pd.DataFrame({"weight": base / sum(base), "nps": (count["up"] - count["down"]) / total * 100, "answers": total})
