"""A rate is a part of all customers.

Each group has its own rate: divide by the customers of that group.
"""


def rates(customers):
    chosen = customers.groupby("group")["chosen"]
    result = pd.DataFrame({"customers": chosen.count(), "rate": chosen.sum() / len(customers)})
    result["ratio"] = result["rate"] / result["rate"].max()
    return result
