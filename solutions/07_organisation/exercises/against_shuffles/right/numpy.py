def against_shuffles(real, shuffled):
    values = np.asarray(shuffled, dtype=float)
    return {"chance": values.mean(), "excess": real - values.mean(), "as_large": (np.sum(values >= real) + 1) / (values.size + 1)}
