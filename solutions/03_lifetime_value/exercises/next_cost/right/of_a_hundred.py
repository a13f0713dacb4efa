def next_cost(channels):
    people = 100 * channels["q"]
    spent = 100 * channels["usual"] * channels["r"]
    extra = (spent - 100 * channels["usual"]) / (people - 100)
    return pd.DataFrame({"average": spent / people, "extra": extra, "next": extra * channels["r"] / channels["q"]})
