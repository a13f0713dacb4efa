def next_cost(channels):
    usual, r, q = (channels[name] for name in ("usual", "r", "q"))
    s = (r / q - 1) / (r - 1)
    slope = (1 - s) / (1 - s + s * r) ** 2
    return pd.DataFrame({"average": usual * r / q, "extra": usual * (r - 1) / (q - 1), "next": usual / slope})
