"""A share is written as percent."""


def break_even(line_loss_eur, later_profit_eur):
    return 100 * line_loss_eur / later_profit_eur
