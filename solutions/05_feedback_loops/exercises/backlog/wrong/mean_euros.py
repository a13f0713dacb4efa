"""What a theme is worth is what one of its customers spent.

The question asks what they have spent in total.
"""


def backlog(mentions, customers):
    once = mentions.drop_duplicates().join(customers, on="customer_id")
    once["unhappy_eur"] = once["eur"].where(once["score"] <= 6, 0)
    result = once.groupby("theme")[["eur", "unhappy_eur"]].mean()
    result["customers"] = once.groupby("theme")["customer_id"].count()
    return result
