def best_state(runs, now):
    wide = runs.set_index(["seed", "state"])["worth"].unstack()
    gain = wide.apply(lambda column: column / wide[now]).sub(1).mul(100)
    told = gain.agg(["mean", "sem"]).T
    state = told["mean"].idxmax()
    return {"state": state, "gain": told.loc[state, "mean"], "low": told.loc[state, "mean"] - 2.2 * told.loc[state, "sem"],
            "high": told.loc[state, "mean"] + 2.2 * told.loc[state, "sem"]}
