"""The range is one standard error to either side.

How many errors does the question take to either side?
"""


def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (wide.div(wide[now], axis=0) - 1)
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), gain[state].std() / len(gain) ** 0.5
    return {"state": state, "gain": mean, "low": mean - half, "high": mean + half}
