def check_assign(result, data):
    wanted = pd.Series(data["sizes"]).sort_index()
    sizes = result["segment"].value_counts().sort_index()
    if len(result) != data["customers"] or result.index.has_duplicates:
        return "wrong people"
    if list(sizes.index) != list(wanted.index) or (sizes.to_numpy() != wanted.to_numpy()).any():
        return "wrong sizes"
    return "wrong sum" if abs((result["distance"] ** 2).sum() - data["inertia"]) >= 0.01 else ""
