def trial_length(base, more, per_wave):
    p = base + more / 2
    needed, each, waves = 16 * p * (1 - p) / more**2, 0, 0
    while each < needed:
        each += 1
    while waves * per_wave < 2 * each:
        waves += 1
    return {"each": each, "waves": waves}
