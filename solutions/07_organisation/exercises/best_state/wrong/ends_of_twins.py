"""The worst and the best twin are the range.

Worst and best move apart with more twins. The range of a mean grows narrower.
"""


def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (wide.div(wide[now], axis=0) - 1)
    state = gain.mean().idxmax()
    mean, half = gain[state].mean(), 2.2 * gain[state].std() / len(gain) ** 0.5
    return {"state": state, "gain": mean, "low": gain[state].min(), "high": gain[state].max()}
