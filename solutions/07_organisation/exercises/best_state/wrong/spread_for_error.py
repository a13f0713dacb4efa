"""The range is that of single twins.

The range is that of the *mean*. Where is the root of their number?
"""


def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (wide.div(wide[now], axis=0) - 1)
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), 2.2 * gain[state].std()
    return {"state": state, "gain": mean, "low": mean - half, "high": mean + half}
