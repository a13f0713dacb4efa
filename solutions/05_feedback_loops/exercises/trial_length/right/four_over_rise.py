def trial_length(base, more, per_wave):
    middle = base + more / 2
    each = np.ceil((4 / more) ** 2 * middle * (1 - middle))
    return dict(each=int(each), waves=int(np.ceil(each / (per_wave / 2))))
