"""Only those who were called in the trial count.

The list would call all of its customers. Their number is the capacity.
"""


def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score", ascending=False).head(capacity)
    share = top.groupby("called")["placed"].mean()
    return top["called"].sum() * ((share[True] - share[False]) * margin - cost)
