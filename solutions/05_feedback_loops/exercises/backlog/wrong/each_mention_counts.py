"""Whoever complains twice counts twice.

Customer 1 complains about price twice, and spent her euros once. Count each customer once per theme.
"""


def backlog(mentions, customers):
    once = mentions.join(customers, on="customer_id")
    once["unhappy_eur"] = once["eur"].where(once["score"] <= 6, 0)
    result = once.groupby("theme")[["eur", "unhappy_eur"]].sum()
    result["customers"] = once.groupby("theme")["customer_id"].count()
    return result
