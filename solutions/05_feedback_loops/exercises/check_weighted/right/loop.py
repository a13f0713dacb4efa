def check_weighted(result, data):
    total = 0
    for cell, row in result.iterrows():
        if abs(row["weight"] - data["base"][cell] / sum(data["base"])) > 0.0001:
            return "weight"
        total += row["nps"] * row["answers"]
    if int(result["answers"].sum()) != data["answers"]:
        return "answers"
    return "" if abs(total / data["answers"] - data["plain"]) <= 0.01 else "plain"
