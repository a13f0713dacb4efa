"""The good customers are the ones that matter.

Your column holds those who gave more than 6.
"""


def backlog(mentions, customers):
    once = mentions.drop_duplicates().join(customers, on="customer_id")
    once["unhappy_eur"] = once["eur"].where(once["score"] > 6, 0)
    result = once.groupby("theme")[["eur", "unhappy_eur"]].sum()
    result["customers"] = once.groupby("theme")["customer_id"].count()
    return result
