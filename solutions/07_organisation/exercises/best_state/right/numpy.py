def best_state(runs, now):
    wide = runs.pivot(index="seed", columns="state", values="worth")
    gain = 100 * (wide.to_numpy() / wide[[now]].to_numpy() - 1)
    column = int(gain.mean(axis=0).argmax())
    mean, half = gain[:, column].mean(), 2.2 * gain[:, column].std(ddof=1) / np.sqrt(len(gain))
    return dict(state=int(wide.columns[column]), gain=mean, low=mean - half, high=mean + half)
