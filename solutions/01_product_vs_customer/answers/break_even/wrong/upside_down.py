"""The share is the gain divided by the loss."""


def break_even(line_loss_eur, later_profit_eur):
    return later_profit_eur / line_loss_eur
