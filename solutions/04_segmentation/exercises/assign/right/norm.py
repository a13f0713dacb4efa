def assign(answers, centres):
    own = answers.T - answers.mean(axis=1)
    off = pd.DataFrame({name: np.linalg.norm(own.T - centres.loc[name], axis=1) for name in centres.index}, index=answers.index)
    return off.min(axis=1).to_frame("distance").assign(segment=off.idxmin(axis=1))[["segment", "distance"]]
