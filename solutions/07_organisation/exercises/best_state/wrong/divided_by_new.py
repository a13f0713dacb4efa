"""The gain is the part of the new worth that is new.

Divide by the worth of staying, and not by the new one.
"""


def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (1 - 1 / wide.div(wide[now], axis=0))
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), 2.2 * gain[state].std() / len(gain) ** 0.5
    return {"state": state, "gain": mean, "low": mean - half, "high": mean + half}
