def best_state(runs, now):
    stays = runs[runs["state"] == now].set_index("seed")["worth"]
    gain = 100 * (runs["worth"] / runs["seed"].map(stays) - 1)
    by = gain.groupby(runs["state"])
    state = by.mean().idxmax()
    mean, half = by.mean()[state], 2.2 * by.sem()[state]
    return {"state": int(state), "gain": mean, "low": mean - half, "high": mean + half}
