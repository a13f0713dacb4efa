"""The place in the table is the month.

Places begin at 0. What does the index of `monthly` say?
"""


def milestone(monthly, bar, months):
    row = 0
    for number, value in enumerate(monthly):
        row = row + 1 if value >= bar else 0
        if row == months:
            return number - months + 1
    return -1
