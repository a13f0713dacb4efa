"""Everything is compared with state 0.

Compare with the state the company is in, which is `now`.
"""


def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (wide.div(wide[0], axis=0) - 1)
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), 2.2 * gain[state].std() / len(gain) ** 0.5
    return {"state": state, "gain": mean, "low": mean - half, "high": mean + half}
