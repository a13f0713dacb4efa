"""`customers` counts those who are chosen.

How many customers are in the group, chosen or not?
"""


def rates(customers):
    chosen = customers.groupby("group")["chosen"]
    result = pd.DataFrame({"customers": chosen.sum(), "rate": chosen.mean()})
    result["ratio"] = result["rate"] / result["rate"].max()
    return result
