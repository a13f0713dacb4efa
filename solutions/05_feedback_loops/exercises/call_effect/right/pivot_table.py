def call_effect(trial):
    rows = trial.assign(bought=trial["bought"] * 100.0, arm=trial["called"].map({True: "called", False: "not_called"}))
    p = rows.pivot_table(index="group", columns="arm", values="bought", aggfunc="mean")
    n = rows.pivot_table(index="group", columns="arm", values="bought", aggfunc="count")
    made = n[["called", "not_called"]].copy()
    made["effect"] = p["called"] - p["not_called"]
    made["error"] = np.sqrt((p * (100 - p) / n).sum(axis=1))
    return made
