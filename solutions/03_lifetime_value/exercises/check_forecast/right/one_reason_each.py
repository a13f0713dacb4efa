def check_forecast(result, data):
    if len(result) != data["customers"]:
        return "Somebody is missing."
    for part in ("orders", "margin_eur"):
        if not abs(result[part].sum() - data[part]) < 0.01:
            return f"{part} does not meet its total."
    return "" if result["p_alive"].between(-0.001, 1.001).all() else "A chance is no share."
