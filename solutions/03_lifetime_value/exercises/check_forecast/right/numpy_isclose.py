def check_forecast(result, data):
    sums = [len(result), result["orders"].sum(), result["margin_eur"].sum()]
    known = [data["customers"], data["orders"], data["margin_eur"]]
    met = np.isclose(sums, known, atol=0.01, rtol=0).all()
    inside = result["p_alive"].min() > -0.01 and result["p_alive"].max() < 1.01
    return "" if met and inside else "wrong"
