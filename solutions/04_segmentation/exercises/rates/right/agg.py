def rates(customers):
    result = customers.groupby("group")["chosen"].agg(customers="size", rate="mean")
    return result.assign(ratio=result["rate"] / result["rate"].max())
