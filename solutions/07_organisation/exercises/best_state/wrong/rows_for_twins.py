"""Each row is a twin.

A twin has a row for each state. How many twins are there?
"""


def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (wide.div(wide[now], axis=0) - 1)
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), 2.2 * gain[state].std() / len(runs) ** 0.5
    return {"state": state, "gain": mean, "low": mean - half, "high": mean + half}
