def rates(customers):
    rows = customers.assign(chosen=customers["chosen"].astype(float), one=1)
    result = rows.pivot_table(index="group", values=["chosen", "one"], aggfunc={"chosen": "mean", "one": "sum"})
    result = result.rename(columns={"chosen": "rate", "one": "customers"})[["customers", "rate"]]
    result["ratio"] = result["rate"] / result["rate"].max()
    return result
