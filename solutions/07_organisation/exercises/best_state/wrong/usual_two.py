"""With any number of twins it is 1.96 errors.

With few twins the error itself is uncertain. The question takes 2.2.
"""


def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (wide.div(wide[now], axis=0) - 1)
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), 1.96 * gain[state].std() / len(gain) ** 0.5
    return {"state": state, "gain": mean, "low": mean - half, "high": mean + half}
