def best_state(runs, now):
    best = None
    base = runs[runs["state"] == now].set_index("seed")["worth"]
    for state, part in runs.groupby("state"):
        gain = 100 * (part.set_index("seed")["worth"] / base - 1)
        if best is None or gain.mean() > best[1].mean():
            best = (state, gain)
    state, gain = best
    half = 2.2 * gain.std() / len(gain) ** 0.5
    return {"state": state, "gain": gain.mean(), "low": gain.mean() - half, "high": gain.mean() + half}
