"""Everything is compared with where the question began, state 1.

`now` may be another state.
"""


def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (wide.div(wide[1], axis=0) - 1)
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), 2.2 * gain[state].std() / len(gain) ** 0.5
    return {"state": state, "gain": mean, "low": mean - half, "high": mean + half}
