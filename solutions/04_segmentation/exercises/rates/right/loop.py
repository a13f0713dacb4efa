def rates(customers):
    rows = {}
    for name, own in customers.groupby("group"):
        rows[name] = {"customers": len(own), "rate": own["chosen"].sum() / len(own)}
    result = pd.DataFrame(rows).T
    result["ratio"] = result["rate"] / max(result["rate"])
    return result.rename_axis("group")
