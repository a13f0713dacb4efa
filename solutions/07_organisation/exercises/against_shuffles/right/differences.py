def against_shuffles(real, shuffled):
    away = real - shuffled
    return {"chance": float(shuffled.mean()), "excess": float(away.mean()), "as_large": float(((away <= 0).sum() + 1) / (away.count() + 1))}
