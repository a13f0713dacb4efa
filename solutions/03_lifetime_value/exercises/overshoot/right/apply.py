def overshoot(newcomers, r, alpha, a, b):
    law = clv.BGNBD(r=r, alpha=alpha, a=a, b=b)
    expected = newcomers["T"].apply(law.expected_new)
    return float(expected.sum() / newcomers["x"].sum())
