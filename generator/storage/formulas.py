"""Text that a spreadsheet would take for a formula, made harmless in CSV and given back on reading.

A text that begins with one of `SIGNS` gets an apostrophe in front, as OWASP advises against CSV injection
(https://owasp.org/www-community/attacks/CSV_Injection); a plain number such as -3.5 stays as it is. So that
nothing is lost, a text that begins with apostrophes and a sign gets one more: reading takes one off.
"""

from __future__ import annotations

import re

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What begins a formula, in some spreadsheet: the last four are the wide forms of the first."""
SIGN = "[" + "".join(re.escape(sign) for sign in SIGNS) + "]"
NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"
_MARKED, _FORMULA, _NUMBER = re.compile("'+" + SIGN), re.compile(SIGN), re.compile(NUMBER)


def harmless(text: str) -> str:
    """The text as a cell of a CSV file: no spreadsheet takes it for a formula."""
    formula = _FORMULA.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if formula or _MARKED.match(text) else text


def as_meant(cell: str) -> str:
    """The inverse of `harmless`."""
    return cell[1:] if _MARKED.match(cell) else cell
