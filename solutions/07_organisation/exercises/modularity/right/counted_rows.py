def modularity(talk):
    rows = talk.loc[talk.index.repeat(talk["messages"])]
    share = pd.concat([rows["a"], rows["b"]]).value_counts(normalize=True)
    return (rows["a"] == rows["b"]).mean() - (share**2).sum()
