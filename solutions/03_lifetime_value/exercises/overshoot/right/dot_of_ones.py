def overshoot(newcomers, r, alpha, a, b):
    weeks, x = newcomers["T"].to_numpy(float), newcomers["x"].to_numpy(float)
    expected = clv.BGNBD(r, alpha, a, b).expected_new(weeks)
    return (expected @ np.ones(len(weeks))) / (x @ np.ones(len(x)))
