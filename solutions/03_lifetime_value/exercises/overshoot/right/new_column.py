def overshoot(newcomers, r, alpha, a, b):
    table = newcomers.assign(expected=clv.BGNBD(r, alpha, a, b).expected_new(newcomers["T"].to_numpy()))
    total = table[["expected", "x"]].sum()
    return total["expected"] / total["x"]
