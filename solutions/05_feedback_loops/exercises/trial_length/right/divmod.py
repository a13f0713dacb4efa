def trial_length(base, more, per_wave):
    p = base + more / 2
    each = int(16 * p * (1 - p) / more**2)
    each += each < 16 * p * (1 - p) / more**2
    whole, rest = divmod(2 * each, per_wave)
    return {"each": int(each), "waves": int(whole + (rest > 0))}
