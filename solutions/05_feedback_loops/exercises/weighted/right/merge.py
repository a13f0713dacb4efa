def weighted(answers, base):
    rows = answers.assign(up=answers["score"].ge(9) * 100, down=answers["score"].le(6) * 100)
    table = rows.groupby("cell").agg(answers=("score", "count"), up=("up", "mean"), down=("down", "mean"))
    table = table.merge(base.rename("base"), left_index=True, right_index=True)
    table["nps"], table["weight"] = table["up"] - table["down"], table["base"] / table["base"].sum()
    return table[["answers", "nps", "weight"]]
