"""A line takes its own entries with it, and nothing else.

These are the line's own entries. Who packs an order that holds nothing else, once the line is gone?
"""


def would_go(ledger, line):
    return ledger["line"] == line
