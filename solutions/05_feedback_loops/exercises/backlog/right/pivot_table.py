def backlog(mentions, customers):
    rows = mentions.drop_duplicates(["customer_id", "theme"]).set_index("customer_id").join(customers)
    rows["unhappy_eur"] = np.where(rows["score"] <= 6, rows["eur"], 0.0)
    rows["customers"] = 1
    return rows.pivot_table(index="theme", values=["customers", "eur", "unhappy_eur"], aggfunc="sum")
