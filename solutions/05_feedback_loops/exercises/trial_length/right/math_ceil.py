def trial_length(base, more, per_wave):
    import math

    p = base + 0.5 * more
    each = math.ceil(16 * (p - p**2) / (more * more))
    return {"each": each, "waves": math.ceil(each * 2 / per_wave)}
