def overshoot(newcomers, r, alpha, a, b):
    model = clv.BGNBD(r, alpha, a, b)
    return np.mean(model.expected_new(newcomers["T"])) / newcomers["x"].mean()
