"""Whoever complains about two things has half her euros in each.

Customer 1 spent all of her euros, whatever she complains about. Nothing in the question splits them.
"""


def backlog(mentions, customers):
    once = mentions.drop_duplicates().join(customers, on="customer_id")
    once["eur"] /= once.groupby("customer_id")["theme"].transform("count")
    once["unhappy_eur"] = once["eur"].where(once["score"] <= 6, 0)
    result = once.groupby("theme")[["eur", "unhappy_eur"]].sum()
    result["customers"] = once.groupby("theme")["customer_id"].count()
    return result
