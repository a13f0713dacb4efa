"""The cost is taken off the sum, once.

`cost` is for one call. How many calls are there?
"""


def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score", ascending=False).head(capacity)
    share = top.groupby("called")["placed"].mean()
    return capacity * (share[True] - share[False]) * margin - cost
