"""The value is that of one call.

That is for one call. How many are there?
"""


def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score", ascending=False).head(capacity)
    share = top.groupby("called")["placed"].mean()
    return ((share[True] - share[False]) * margin - cost)
