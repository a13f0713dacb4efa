def modularity(talk):
    total = talk["messages"].sum()
    result = 0.0
    for name in set(talk["a"]) | set(talk["b"]):
        both = talk[(talk["a"] == name) & (talk["b"] == name)]["messages"].sum()
        ends = talk[talk["a"] == name]["messages"].sum() + talk[talk["b"] == name]["messages"].sum()
        result += both / total - (ends / (2 * total)) ** 2
    return result
