def against_shuffles(real, shuffled):
    large = 1
    for value in shuffled:
        if value >= real:
            large += 1
    chance = sum(shuffled) / len(shuffled)
    return {"chance": chance, "excess": real - chance, "as_large": large / (len(shuffled) + 1)}
