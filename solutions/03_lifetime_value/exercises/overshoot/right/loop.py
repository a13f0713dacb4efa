def overshoot(newcomers, r, alpha, a, b):
    model, expected, came = clv.BGNBD(r, alpha, a, b), 0, 0
    for _, one in newcomers.iterrows():
        expected += model.expected_new(one["T"])
        came += one["x"]
    return expected / came
