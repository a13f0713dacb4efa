"""Who orders is a buyer, and a buyer counts once.

Finance pays for orders. What does somebody bring who orders twice?
"""


def policy_value(trial, capacity, margin, cost):
    top = trial.sort_values("score", ascending=False).head(capacity)
    share = (top["placed"] > 0).groupby(top["called"]).mean()
    return capacity * ((share[True] - share[False]) * margin - cost)
