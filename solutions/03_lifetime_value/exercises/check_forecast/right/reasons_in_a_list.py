def check_forecast(result, data):
    reasons = []
    if abs(len(result) - data["customers"]) > 0.5:
        reasons.append("customers")
    reasons += [part for part in ("orders", "margin_eur") if abs(result[part].sum() - data[part]) > 0.01]
    if result["p_alive"].max() > 1.001 or result["p_alive"].min() < -0.001:
        reasons.append("p_alive")
    return ", ".join(reasons)
