"""The first month at the bar is the milestone.

Seen once does not mean arrived. For how many months must it hold?
"""


def milestone(monthly, bar, months):
    row = 0
    for number, value in monthly.items():
        row = months if value >= bar else 0
        if row == months:
            return number
    return -1
