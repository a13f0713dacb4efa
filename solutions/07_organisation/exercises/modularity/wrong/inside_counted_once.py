"""Messages inside a group have one end there.

A message inside a group has both ends in it. How often does it count among the ends?
"""


def modularity(talk):
    total = talk["messages"].sum()
    inside = talk["messages"][talk["a"] == talk["b"]].sum() / total
    ends = pd.concat([talk.groupby("a")["messages"].sum(), talk[talk["a"] != talk["b"]].groupby("b")["messages"].sum()])
    share = ends.groupby(level=0).sum() / ends.sum()
    return inside - (share**2).sum()
