"""What is above chance, as a part of all that could be above it.

That is another measure. The question asks for the plain difference.
"""


def modularity(talk):
    total = talk["messages"].sum()
    inside = talk["messages"][talk["a"] == talk["b"]].sum() / total
    ends = pd.concat([talk.groupby("a")["messages"].sum(), talk.groupby("b")["messages"].sum()])
    share = ends.groupby(level=0).sum() / (2 * total)
    return (inside - (share**2).sum()) / (1 - (share**2).sum())
