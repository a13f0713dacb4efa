weeks_to_tell = lambda s, b, per_week: 2 * (2 - 3 * b + b * b) * 7.84 / ((b - s) ** 2 * per_week)
