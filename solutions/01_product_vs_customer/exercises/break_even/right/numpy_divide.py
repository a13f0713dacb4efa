import numpy as np


def break_even(line_loss_eur, later_profit_eur):
    return np.divide(line_loss_eur, later_profit_eur)
