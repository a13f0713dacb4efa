def call_effect(trial):
    one = trial[trial["called"]].groupby("group")["bought"].agg(["size", "mean"])
    other = trial[~trial["called"]].groupby("group")["bought"].agg(["size", "mean"])
    variance = one["mean"] * (1 - one["mean"]) / one["size"] + other["mean"] * (1 - other["mean"]) / other["size"]
    effect = 100 * (one["mean"] - other["mean"])
    return pd.DataFrame({"called": one["size"], "not_called": other["size"], "effect": effect, "error": 100 * np.sqrt(variance)})
