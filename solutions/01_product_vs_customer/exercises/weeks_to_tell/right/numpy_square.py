import numpy as np


def weeks_to_tell(s, b, per_week):
    spreads = np.divide(2.8, np.subtract(s, b))
    return float(np.square(spreads) * (1 - b) * (2 - b) / np.divide(per_week, 2))
