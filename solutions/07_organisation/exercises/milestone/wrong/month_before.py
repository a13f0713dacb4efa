"""Go back by as many months as the row has.

Three months in a row that end in 7 begin in 5, and not in 4.
"""


def milestone(monthly, bar, months):
    row = 0
    for number, value in monthly.items():
        row = row + 1 if value >= bar else 0
        if row == months:
            return number - months
    return -1
