def backlog(mentions, customers):
    pairs = mentions.groupby(["theme", "customer_id"]).size().reset_index()[["theme", "customer_id"]]
    pairs["eur"] = pairs["customer_id"].map(customers["eur"])
    pairs["unhappy_eur"] = pairs["eur"] * (pairs["customer_id"].map(customers["score"]) < 7)
    return pairs.groupby("theme").agg(customers=("customer_id", "size"), eur=("eur", "sum"), unhappy_eur=("unhappy_eur", "sum"))
