def weighted(answers, base):
    by = answers.groupby("cell")["score"]
    made = by.count().to_frame("answers")
    made["nps"] = by.apply(lambda s: ((s >= 9).mean() - (s <= 6).mean()) * 100)
    made["weight"] = [base[cell] / base.to_numpy().sum() for cell in made.index]
    return made
