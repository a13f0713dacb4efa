"""Modularity is the share of messages that stay inside.

With few groups chance alone puts many messages inside. What have you taken off?
"""


def modularity(talk):
    total = talk["messages"].sum()
    inside = talk["messages"][talk["a"] == talk["b"]].sum() / total
    ends = pd.concat([talk.groupby("a")["messages"].sum(), talk.groupby("b")["messages"].sum()])
    share = ends.groupby(level=0).sum() / (2 * total)
    return inside
