"""The share inside is rows with one group on both sides, over all rows.

The share inside counts messages, and so do your shares of ends. Does your share inside count rows?
"""


def modularity(talk):
    total = talk["messages"].sum()
    inside = (talk["a"] == talk["b"]).mean()
    ends = pd.concat([talk.groupby("a")["messages"].sum(), talk.groupby("b")["messages"].sum()])
    share = ends.groupby(level=0).sum() / (2 * total)
    return inside - (share**2).sum()
