"""The chance that a message falls into a group is that group's share.

Both ends must fall there. What is the chance that two do?
"""


def modularity(talk):
    total = talk["messages"].sum()
    inside = talk["messages"][talk["a"] == talk["b"]].sum() / total
    ends = pd.concat([talk.groupby("a")["messages"].sum(), talk.groupby("b")["messages"].sum()])
    share = ends.groupby(level=0).sum() / (2 * total)
    return inside - share.sum()
