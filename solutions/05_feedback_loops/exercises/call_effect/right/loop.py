def call_effect(trial):
    rows = []
    for name, mine in trial.groupby("group"):
        yes, no = mine.loc[mine["called"], "bought"].astype(float), mine.loc[~mine["called"], "bought"].astype(float)
        error = 100 * (yes.var(ddof=0) / len(yes) + no.var(ddof=0) / len(no)) ** 0.5
        rows.append({"group": name, "called": len(yes), "not_called": len(no), "effect": 100 * (yes.mean() - no.mean()), "error": error})
    return pd.DataFrame(rows).set_index("group")
