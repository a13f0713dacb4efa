"""What a lesson's prose takes from elsewhere: objectives and key points, and results on the page.

# {{objectives}}                  the header's objectives, numbered
# {{key_points}}                  their key points
# {{audit_kinds}}                 the kinds of flaw that a report can have, as a table
# {{audit_kinds.abdl}}            only those with these letters
# {{plan}}                        how long a student plans, as the syllabus has it: 105 + 120 minutes
# {{plan.1}}                      its first stretch: 105 minutes
# {{line_pnl}}                    the table that the exercise gives on the page, on a line of its own
# {{line_pnl.Lumen.margin_eur}}   one number of it: row and column; of a Series or a dict its label
# {{break_even}}                  a result that is one number
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from generator.errors import UserError
from staffroom.lessons.planned import in_words, planned

if TYPE_CHECKING:
    import pandas as pd

_PLACE = re.compile(r"\{\{(?P<path>[a-z_][a-z0-9_]*(?:\.[^{}.]+)*)\}\}")


def filled(text: str, header: dict[str, Any], results: dict[str, Any], where: str) -> str:
    """The text of a cell with every `{{...}}` filled in.

    `results`: exercise -> {right, mistakes}, encoded. Raises `UserError` for a name that has no meaning.
    """
    return _PLACE.sub(lambda found: _fill(found["path"], header, results, where), text)


def kinds_listed(text: str) -> str:
    """The letters of the last list of kinds of flaw in a cell's text; empty if it has none."""
    from classroom.check.kinds import LETTERS

    listed = [found["path"].partition(".") for found in _PLACE.finditer(text)]
    return next((letters or LETTERS for name, _, letters in reversed(listed) if name == "audit_kinds"), "")


def _fill(path: str, header: dict[str, Any], results: dict[str, Any], where: str) -> str:
    objectives = header.get("objectives", [])
    if path == "objectives":
        return "\n".join(f"{n}. ({o['id']}) {o['text']}" for n, o in enumerate(objectives, 1))
    if path == "key_points":
        return "\n".join(f"- ({o['id']}) {_key_point(o, where)}" for o in objectives)
    name, *rest = path.split(".")
    if name == "audit_kinds":
        from classroom.check.kinds import LETTERS, table

        if strange := set("".join(rest)) - set(LETTERS):
            raise UserError(f"{where}: `{{{{{path}}}}}` names {min(strange)!r}, which is no kind of flaw.")
        return table("".join(rest) or LETTERS)
    if name == "plan":
        return _plan(rest, header, where)
    if name not in results:
        known = ", ".join(["objectives", "key_points", "audit_kinds", "plan", *results])
        raise UserError(
            f"{where}: `{{{{{path}}}}}` has no meaning; known are: {known}. If the exercise stands in the "
            "lesson's page.yaml, run `centric build`."
        )
    from classroom.lessons.results import decode

    value = decode(results[name]["right"])
    if not rest and hasattr(value, "columns"):
        return markdown_table(value)
    try:
        return in_figures(_inside(value, rest))
    except (KeyError, IndexError, TypeError, ValueError):
        raise UserError(f"{where}: `{{{{{path}}}}}` is no number in the result of {name}.") from None


def _plan(rest: list[str], header: dict[str, Any], where: str) -> str:
    stretches = planned(header)
    if not rest and stretches:
        return in_words(stretches)
    if len(rest) == 1 and rest[0].isdecimal() and 1 <= int(rest[0]) <= len(stretches):
        return in_words([stretches[int(rest[0]) - 1]])
    path = ".".join(["plan", *rest])
    raise UserError(
        f"{where}: `{{{{{path}}}}}` has no meaning; stretches that the header plans: {len(stretches)}, "
        "the first is `plan.1`."
    )


def _key_point(objective: dict[str, Any], where: str) -> str:
    if not objective.get("key"):
        raise UserError(
            f"{where}: the objective {objective['id']} has no `key`, its key point, in the header."
        )
    return str(objective["key"])


def _inside(value: Any, path: list[str]) -> Any:
    """One number of a result: a table by row and column, a Series or dict by label, a tuple by place."""
    if hasattr(value, "columns"):
        row, column = path
        return _inside(value[column], [row])
    if not path:
        return value
    (label,) = path
    if isinstance(value, tuple):
        return value[int(label)]
    return {str(name): one for name, one in dict(value).items()}[label]


def in_figures(value: Any) -> str:
    """A number as one would write it by hand: three digits count, and whole numbers stay whole."""
    number = float(value) + 0.0
    if math.isnan(number):
        raise ValueError("a gap")
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"


def markdown_table(frame: pd.DataFrame) -> str:
    """A small table in Markdown; a gap, where nothing is known, is a dash."""
    flat = frame.reset_index()
    rows = [[str(name) for name in flat.columns], ["---"] * len(flat.columns)]
    for row in flat.itertuples(index=False, name=None):
        rows.append(
            [cell if isinstance(cell, str) else "–" if cell != cell else in_figures(cell) for cell in row]
        )
    edge = "|" + "|".join(rows[1]) + "|"
    lines = ["| " + " | ".join(cells) + " |" for cells in rows]
    return "\n".join([lines[0], edge, *lines[2:]])
