"""The share is the loss's part of loss and profit together.

The loss is not a part of the later profit: do not add the two. Which share of the later profit is
as large as the loss?
"""


def break_even(line_loss_eur, later_profit_eur):
    return line_loss_eur / (line_loss_eur + later_profit_eur)
