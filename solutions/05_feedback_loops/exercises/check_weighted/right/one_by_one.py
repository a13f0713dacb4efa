def check_weighted(result, data):
    if result["answers"].sum() != data["answers"]:
        return "Answers are missing."
    share = data["base"] / data["base"].sum()
    if not np.allclose(result["weight"].reindex(share.index), share, atol=1e-4, rtol=0):
        return "A weight is no share of the base."
    plain = np.average(result["nps"], weights=result["answers"])
    return "" if abs(plain - data["plain"]) < 0.01 else "The cells do not give back the plain score."
