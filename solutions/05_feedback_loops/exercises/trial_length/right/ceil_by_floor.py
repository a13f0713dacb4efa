def trial_length(base, more, per_wave):
    p = (base + base + more) / 2
    each = -int(-(16 * p * (1 - p)) // more**2)
    return {"waves": -(-2 * each // per_wave), "each": each}
