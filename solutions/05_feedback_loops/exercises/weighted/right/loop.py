def weighted(answers, base):
    rows = {}
    for cell, customers in base.items():
        s = answers.loc[answers["cell"] == cell, "score"]
        rows[cell] = [len(s), 100 * (np.sum(s >= 9) - np.sum(s <= 6)) / len(s), customers / base.sum()]
    return pd.DataFrame.from_dict(rows, orient="index", columns=["answers", "nps", "weight"])
