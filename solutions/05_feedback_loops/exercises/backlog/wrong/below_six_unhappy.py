"""The unhappy score below 6.

Look at those who gave 6.
"""


def backlog(mentions, customers):
    once = mentions.drop_duplicates().join(customers, on="customer_id")
    once["unhappy_eur"] = once["eur"].where(once["score"] < 6, 0)
    result = once.groupby("theme")[["eur", "unhappy_eur"]].sum()
    result["customers"] = once.groupby("theme")["customer_id"].count()
    return result
