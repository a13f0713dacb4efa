def modularity(talk):
    one, other = talk[["a", "messages"]], talk[["b", "messages"]].rename(columns={"b": "a"})
    ends = pd.concat([one, other]).groupby("a")["messages"].sum()
    inside = talk.query("a == b")["messages"].sum() / talk["messages"].sum()
    return float(inside - ((ends / ends.sum()) ** 2).sum())
