def call_effect(trial):
    n = pd.crosstab(trial["group"], trial["called"])
    bought = pd.crosstab(trial["group"], trial["called"], values=trial["bought"].astype(int), aggfunc="sum")
    p = bought / n
    return pd.DataFrame({"called": n[True], "not_called": n[False], "effect": 100 * (p[True] - p[False]), "error": 100 * ((p - p**2) / n).sum(axis=1).pow(0.5)})
