def stability(first, again):
    long = again.stack().dropna().rename("group").reset_index()
    long.columns = ["customer_id", "run", "group"]
    long["segment"] = long["customer_id"].map(first)
    both = long.groupby(["run", "segment", "group"]).size().rename("both").reset_index()
    one = long.groupby(["run", "segment"]).size().rename("one").reset_index()
    other = long.groupby(["run", "group"]).size().rename("other").reset_index()
    rows = both.merge(one, on=["run", "segment"]).merge(other, on=["run", "group"])
    rows["share"] = rows["both"] / (rows["one"] + rows["other"] - rows["both"])
    best = rows.groupby(["run", "segment"])["share"].max()
    return best.groupby("segment").sum() / again.shape[1]
