"""Every Lumen-first customer would stay away, so the gain is the difference.

This is the share that may leave if all later profit were at stake. Ask which share of it equals the
loss.
"""


def break_even(line_loss_eur, later_profit_eur):
    return (later_profit_eur - line_loss_eur) / later_profit_eur
