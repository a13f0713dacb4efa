def assign(answers, centres):
    own = answers.sub(answers.mean(axis=1), axis=0)
    square = (own**2).sum(axis=1).to_numpy()[:, None] - 2 * own.to_numpy() @ centres.to_numpy().T + (centres**2).sum(axis=1).to_numpy()
    off = pd.DataFrame(square.clip(min=0) ** 0.5, index=own.index, columns=centres.index)
    return pd.DataFrame({"distance": off.min(axis=1), "segment": off.idxmin(axis=1)})
