"""The share is the loss's part of loss and profit together."""


def break_even(line_loss_eur, later_profit_eur):
    return line_loss_eur / (line_loss_eur + later_profit_eur)
