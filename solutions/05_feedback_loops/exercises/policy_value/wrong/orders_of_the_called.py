"""All orders of the called are the list's doing.

Some of them would have come anyway. Look at those on the list who were not called.
"""


def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score", ascending=False).head(capacity)
    share = top.groupby("called")["placed"].mean()
    return capacity * (share[True] * margin - cost)
