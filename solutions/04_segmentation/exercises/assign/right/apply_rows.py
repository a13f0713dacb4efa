def assign(answers, centres):
    own = answers.apply(lambda row: row - row.mean(), axis=1)
    off = own.apply(lambda row: centres.sub(row).pow(2).sum(axis=1).pow(0.5), axis=1)
    return pd.DataFrame({"segment": off.idxmin(axis=1), "distance": off.min(axis=1)})
