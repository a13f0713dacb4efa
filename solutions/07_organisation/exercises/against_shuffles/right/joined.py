def against_shuffles(real, shuffled):
    everybody = pd.concat([shuffled, pd.Series([real])])
    chance = shuffled.mean()
    return {"as_large": (everybody >= real).mean(), "chance": chance, "excess": real - chance}
