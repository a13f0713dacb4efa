def against_shuffles(real, shuffled):
    values = list(shuffled) + [real]
    rest = values[:-1]
    chance = sum(rest) / len(rest)
    return dict(chance=chance, excess=real - chance, as_large=len([one for one in values if one >= real]) / len(values))
