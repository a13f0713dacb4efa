def assign(answers, centres):
    own = answers.to_numpy(float)
    own = own - own.mean(axis=1)[:, None]
    off = np.sqrt(((own[:, None] - centres.to_numpy(float)) ** 2).sum(axis=-1))
    return pd.DataFrame({"segment": centres.index[off.argmin(axis=1)], "distance": off.min(axis=1)}, index=answers.index)
