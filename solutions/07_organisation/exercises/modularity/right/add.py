def modularity(talk):
    total = talk["messages"].sum()
    one, other = talk.groupby("a")["messages"].sum(), talk.groupby("b")["messages"].sum()
    ends = one.add(other, fill_value=0)
    inside = (talk["messages"] * (talk["a"] == talk["b"])).sum()
    return inside / total - (ends**2).sum() / (4 * total**2)
