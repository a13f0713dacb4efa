"""A call costs money only if somebody buys.

Those who do not buy were called, too.
"""


def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score", ascending=False).head(capacity)
    share = top.groupby("called")["bought"].mean()
    return capacity * ((share[True] - share[False]) * (margin - cost))
