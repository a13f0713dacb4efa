"""A share is written as percent.

This is percent. The exercise asks for a share: 0.5 means half.
"""


def break_even(line_loss_eur, later_profit_eur):
    return 100 * line_loss_eur / later_profit_eur
