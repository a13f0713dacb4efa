"""The share is the gain divided by the loss.

The share is upside down. Divide what the line loses by what its customers bring later.
"""


def break_even(line_loss_eur, later_profit_eur):
    return later_profit_eur / line_loss_eur
