"""A call costs money only if it brings an order.

Those who do not order were called, too.
"""


def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score", ascending=False).head(capacity)
    share = top.groupby("called")["placed"].mean()
    return capacity * ((share[True] - share[False]) * (margin - cost))
