"""The mean over that many months must reach the bar.

A high month can hide a low one. Each month must reach it.
"""


def milestone(monthly, bar, months):
    smooth = monthly.rolling(months).mean()
    there = smooth[smooth >= bar]
    return there.index[0] - months + 1 if len(there) else -1
