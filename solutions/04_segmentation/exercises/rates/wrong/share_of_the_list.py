"""What counts is a group's share of the list.

Desktops are half of the list because there are many of them. Ask how many of each group's *own* customers were chosen.
"""


def rates(customers):
    chosen = customers.groupby("group")["chosen"]
    result = pd.DataFrame({"customers": chosen.count(), "rate": chosen.sum() / customers["chosen"].sum()})
    result["ratio"] = result["rate"] / result["rate"].max()
    return result
