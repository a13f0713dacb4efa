"""What the classroom shows: a heading, sentences and small tables, as HTML in a notebook and as plain text.

Both come from the same content, so that nobody who listens to a page instead of looking at it misses a thing.
"""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from classroom.words import say

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 96
"""Characters per line of plain text."""


def in_figures(value: Any, digits: int | None = None) -> str:
    """A cell of a table as text: thousands apart, few decimals, a word for what is missing.

    Without `digits`: none from 1,000 on, one from 10 on, else two.
    """
    if type(value).__name__ in ("bool", "bool_"):
        return say("word.yes") if value else say("word.no")
    if isinstance(value, str):
        return value
    if value is None:
        return say("word.missing")
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10] if value == value else say("word.missing")
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    if math.isnan(number):
        return say("word.missing")
    if digits is None:
        digits = 0 if number == int(number if math.isfinite(number) else 0) else 2
        digits = digits and (0 if abs(number) >= 1000 else 1 if abs(number) >= 10 else 2)
    return f"{number:,.{digits}f}"


def flat(frame: pd.DataFrame) -> tuple[list[str], list[list[Any]], int]:
    """Heads, rows and the number of leading label columns of a frame; a mere count of rows is left out."""
    numbered = frame.index.nlevels == 1 and frame.index.name is None and frame.index.dtype.kind in "iu"
    shown = frame.reset_index(drop=True) if numbered else frame.reset_index()
    heads = [" ".join(map(str, c)) if isinstance(c, tuple) else str(c) for c in shown.columns]
    if not numbered and frame.index.nlevels == 1 and frame.index.name is None:
        heads[0] = ""
    rows = [list(row) for row in shown.itertuples(index=False, name=None)]
    return heads, rows, 0 if numbered else frame.index.nlevels


def html_table(frame: pd.DataFrame, caption: str, digits: int | None = None) -> str:
    """A table with caption and scope, so that a screen reader can say which row and column a cell is in."""
    heads, rows, labels = flat(frame)
    labels = labels or 1
    out = ['<table class="centric-table">', f"<caption>{html.escape(caption)}</caption>", "<thead><tr>"]
    for column, head in enumerate(heads):
        wordy = ' class="t"' if any(isinstance(row[column], str) for row in rows) else ""
        out.append(f'<th scope="col"{wordy}>{html.escape(head)}</th>' if head else "<td></td>")
    out.append("</tr></thead><tbody>")
    for row in rows:
        cells = [(html.escape(in_figures(value, digits)), isinstance(value, str)) for value in row]
        out.append("<tr>" + "".join(f'<th scope="row">{cell}</th>' for cell, _ in cells[:labels]))
        for cell, wordy in cells[labels:]:
            out.append(f'<td class="t">{cell}</td>' if wordy else f"<td>{cell}</td>")
        out.append("</tr>")
    out.append("</tbody></table>")
    return "".join(out)


def text_table(frame: pd.DataFrame, caption: str, digits: int | None = None) -> str:
    """The same table as aligned text; text to the left, numbers to the right, long text wrapped."""
    heads, rows, _ = flat(frame)
    cells = [[in_figures(value, digits) for value in row] for row in rows]
    right = [
        bool(rows) and all(not isinstance(row[i], str) for row in rows) and i > 0 for i in range(len(heads))
    ]
    widths = [max([len(head), *(len(row[i]) for row in cells)]) for i, head in enumerate(heads)]
    if widths and sum(widths) + 2 * len(widths) > WIDTH:
        longest = max(range(len(widths)), key=widths.__getitem__)
        widths[longest] = max(24, WIDTH - (sum(widths) - widths[longest]) - 2 * len(widths))
    out = [caption, ""] if caption else []
    for row in [heads, *cells]:
        wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
        for line in range(max(len(part) for part in wrapped)):
            parts = [part[line] if line < len(part) else "" for part in wrapped]
            aligned = [p.rjust(w) if r else p.ljust(w) for p, w, r in zip(parts, widths, right, strict=True)]
            out.append("  ".join(aligned).rstrip())
    return "\n".join(out)


STYLE = (
    "<style>.centric-page{max-width:52em;line-height:1.5}.centric-page h4{margin:.4em 0}"
    ".centric-table{border-collapse:collapse;margin:.6em 0}"
    ".centric-table caption{text-align:left;font-weight:600;padding:.2em 0;caption-side:top}"
    ".centric-table th,.centric-table td{text-align:right;padding:.2em .7em;"
    "border-bottom:1px solid rgba(128,128,128,.45)}"
    ".centric-table th[scope=row],.centric-table .t,.centric-table thead :first-child{text-align:left}"
    ".centric-table th[scope=row]{font-weight:normal}</style>"
)


@dataclass(frozen=True)
class Page:
    """Something to read in a notebook: `print(page)` gives the same as text, `page.tables` the numbers.

    Parameters
    ----------
    heading : shown above; empty for none
    sentences : one paragraph each
    captioned : (caption, frame) pairs, shown as small tables
    digits : decimals in the tables; None chooses by size
    """

    heading: str = ""
    sentences: Sequence[str] = ()
    captioned: Sequence[tuple[str, Any]] = field(default=())
    digits: int | None = None

    @property
    def tables(self) -> list[pd.DataFrame]:
        """The tables' numbers."""
        return [frame for _, frame in self.captioned]

    @property
    def table(self) -> pd.DataFrame:
        """The first table's numbers."""
        return self.tables[0]

    def __str__(self) -> str:
        """The page as plain text."""
        parts = [self.heading] if self.heading else []
        parts += [textwrap.fill(sentence, WIDTH) for sentence in self.sentences]
        parts += [text_table(frame, caption, self.digits) for caption, frame in self.captioned]
        return "\n\n".join(parts)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        parts = [STYLE, '<div class="centric-page">']
        if self.heading:
            parts.append(f"<p><strong>{html.escape(self.heading)}</strong></p>")
        parts += [f"<p>{html.escape(sentence)}</p>" for sentence in self.sentences]
        parts += [html_table(frame, caption, self.digits) for caption, frame in self.captioned]
        return "".join([*parts, "</div>"])
