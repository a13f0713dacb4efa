"""How far a group is behind is a difference.

A ratio is one rate *over* another. The group with the highest rate has a ratio of 1.
"""


def rates(customers):
    chosen = customers.groupby("group")["chosen"]
    result = pd.DataFrame({"customers": chosen.count(), "rate": chosen.mean()})
    result["ratio"] = result["rate"].max() - result["rate"]
    return result
