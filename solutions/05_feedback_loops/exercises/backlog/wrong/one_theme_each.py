"""Each customer has one theme.

Customer 1 complains about two things. She belongs in both rows.
"""


def backlog(mentions, customers):
    once = mentions.drop_duplicates("customer_id").join(customers, on="customer_id")
    once["unhappy_eur"] = once["eur"].where(once["score"] <= 6, 0)
    result = once.groupby("theme")[["eur", "unhappy_eur"]].sum()
    result["customers"] = once.groupby("theme")["customer_id"].count()
    return result
