"""The gain is the mean worth divided by that of staying.

Take the gain within each seed, and then the mean over seeds.
"""


def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (wide.div(wide[now], axis=0) - 1)
    state = gain.mean().idxmax()
    mean, half = 100 * (wide[state].mean() / wide[now].mean() - 1), 2.2 * gain[state].std() / len(gain) ** 0.5
    return {"state": state, "gain": mean, "low": mean - half, "high": mean + half}
