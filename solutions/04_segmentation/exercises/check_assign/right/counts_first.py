def check_assign(result, data):
    if len(result) != data["customers"] or result.index.nunique() != len(result):
        return "Somebody is missing or double."
    sizes = result.groupby("segment").size()
    if any(sizes.get(name, 0) != number for name, number in data["sizes"].items()):
        return "A group has another size."
    gap = result["distance"].pow(2).sum() - data["inertia"]
    return "The distances do not add up." if abs(gap) > 0.01 else ""
