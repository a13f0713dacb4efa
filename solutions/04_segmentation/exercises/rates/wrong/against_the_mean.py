"""A group is to be compared with the mean of all.

The ratio is to the *highest* rate of all groups. Then no ratio is above 1.
"""


def rates(customers):
    chosen = customers.groupby("group")["chosen"]
    result = pd.DataFrame({"customers": chosen.count(), "rate": chosen.mean()})
    result["ratio"] = result["rate"] / customers["chosen"].mean()
    return result
