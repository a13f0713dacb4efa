"""Chance less what is there.

It is what is there less chance: positive if people keep to their group.
"""


def modularity(talk):
    total = talk["messages"].sum()
    inside = talk["messages"][talk["a"] == talk["b"]].sum() / total
    ends = pd.concat([talk.groupby("a")["messages"].sum(), talk.groupby("b")["messages"].sum()])
    share = ends.groupby(level=0).sum() / (2 * total)
    return (share**2).sum() - inside
