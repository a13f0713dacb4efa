"""The first rows of a sorted table are the highest.

Your list has the lowest scores on it.
"""


def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score").head(capacity)
    share = top.groupby("called")["placed"].mean()
    return capacity * ((share[True] - share[False]) * margin - cost)
