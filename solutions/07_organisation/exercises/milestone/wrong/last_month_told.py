"""The milestone is the month in which the row ends.

The question asks for the month in which the row *begins*.
"""


def milestone(monthly, bar, months):
    row = 0
    for number, value in monthly.items():
        row = row + 1 if value >= bar else 0
        if row == months:
            return number
    return -1
