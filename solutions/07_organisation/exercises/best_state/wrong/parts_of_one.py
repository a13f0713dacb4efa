"""The gain is a part of 1.

It is given in percent. What did you multiply by?
"""


def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = wide.div(wide[now], axis=0) - 1
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), 2.2 * gain[state].std() / len(gain) ** 0.5
    return {"state": state, "gain": mean, "low": mean - half, "high": mean + half}
