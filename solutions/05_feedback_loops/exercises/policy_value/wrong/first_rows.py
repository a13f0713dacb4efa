"""The table is in order already.

The rows stand in the order of customers. Which column says who comes first?
"""


def policy_value(trial, capacity, margin, cost):
    top = trial.head(capacity)
    share = top.groupby("called")["placed"].mean()
    return capacity * ((share[True] - share[False]) * margin - cost)
