"""Customers are counted once, and euros are added up for each mention.

Who complains twice has spent her euros once. Drop the repeats before you add up, and not only where you count.
"""


def backlog(mentions, customers):
    all_of_them = mentions.join(customers, on="customer_id")
    all_of_them["unhappy_eur"] = all_of_them["eur"].where(all_of_them["score"] <= 6, 0)
    result = all_of_them.groupby("theme")[["eur", "unhappy_eur"]].sum()
    result["customers"] = all_of_them.groupby("theme")["customer_id"].nunique()
    return result
