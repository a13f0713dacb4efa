def break_even(line_loss_eur, later_profit_eur):
    saved = line_loss_eur
    lost_if_all_stay_away = later_profit_eur
    share = saved / lost_if_all_stay_away
    return share
