"""Rows with one group on both sides, over all rows.

The share inside is of messages, and your shares of ends are of messages, too. Is the first one of rows?
"""


def modularity(talk):
    total = talk["messages"].sum()
    inside = (talk["a"] == talk["b"]).mean()
    ends = pd.concat([talk.groupby("a")["messages"].sum(), talk.groupby("b")["messages"].sum()])
    share = ends.groupby(level=0).sum() / (2 * total)
    return inside - (share**2).sum()
