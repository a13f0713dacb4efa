"""Divide the spread by the number of twins.

A mean becomes surer with the *root* of the number.
"""


def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (wide.div(wide[now], axis=0) - 1)
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), 2.2 * gain[state].std() / len(gain)
    return {"state": state, "gain": mean, "low": mean - half, "high": mean + half}
