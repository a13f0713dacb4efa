"""The largest group is the measure.

Tablets are fewer, and their rate may be higher or lower. The ratio is to the highest *rate*, not to the largest group.
"""


def rates(customers):
    chosen = customers.groupby("group")["chosen"]
    result = pd.DataFrame({"customers": chosen.count(), "rate": chosen.mean()})
    result["ratio"] = result["rate"] / result["rate"].loc[result["customers"].idxmax()]
    return result
