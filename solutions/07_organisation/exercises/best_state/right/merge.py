def best_state(runs, now):
    stays = runs[runs["state"] == now][["seed", "worth"]].rename(columns={"worth": "stays"})
    rows = runs.merge(stays, on="seed")
    rows["gain"] = 100 * (rows["worth"] - rows["stays"]) / rows["stays"]
    told = rows.groupby("state")["gain"].agg(["mean", "std", "count"]).sort_values("mean").iloc[-1]
    half = 2.2 * told["std"] / np.sqrt(told["count"])
    return {"state": told.name, "gain": told["mean"], "low": told["mean"] - half, "high": told["mean"] + half}
