def rates(customers):
    number = customers["group"].value_counts().sort_index()
    taken = customers.loc[customers["chosen"], "group"].value_counts().reindex(number.index, fill_value=0)
    result = pd.DataFrame({"customers": number, "rate": taken / number})
    result["ratio"] = result["rate"].div(result["rate"].max())
    return result
