def weighted(answers, base):
    point = (answers["score"] > 8).astype(float) - (answers["score"] < 7).astype(float)
    made = (100 * point).groupby(answers["cell"]).agg(["size", "mean"]).set_axis(["answers", "nps"], axis=1)
    made["weight"] = base.div(base.sum())
    return made
