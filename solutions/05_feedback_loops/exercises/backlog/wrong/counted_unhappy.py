"""The unhappy are a number of customers.

The column is in euros: what those customers have spent.
"""


def backlog(mentions, customers):
    once = mentions.drop_duplicates().join(customers, on="customer_id")
    once["unhappy_eur"] = (once["score"] <= 6) * 1.0
    result = once.groupby("theme")[["eur", "unhappy_eur"]].sum()
    result["customers"] = once.groupby("theme")["customer_id"].count()
    return result
