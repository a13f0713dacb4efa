def check_assign(result, data):
    for name, number in data["sizes"].items():
        if (result["segment"] == name).sum() != number:
            return "wrong size"
    if result.index.duplicated().any() or len(result) != data["customers"]:
        return "wrong people"
    return "" if np.isclose((result["distance"] ** 2).sum(), data["inertia"], atol=0.01, rtol=0) else "wrong distance"
