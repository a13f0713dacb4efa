"""Mark an audit: which sentences of a report are wrong, in which way, how badly, and what is right.

    # %% [audit] board_report 9

makes three cells: the report, the student's table, and a test. In the test, `rows` stands in the open and
says what is noted. `on_report` is hidden; it makes the report again from the student's own company, and its
value, a number of points, is the score.

Points are divided among the sentences that are wrong. Of its share each earns a part for the verdict, for the
kind, for the severity and for the figure (`PARTS`), once the kind or the figure is right: "wrong" alone is a
toss of a coin. Whoever calls a right sentence wrong loses a whole share, as much as a miss costs. So nothing
is earned by calling all of them wrong, or all of them right; an empty place costs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from classroom.check.answers import answered, subject
from classroom.check.kinds import BY_LETTER, LETTERS
from classroom.check.letters import FITS, OPEN, UNFIT
from classroom.check.mistakes import NOTED, fail, tell
from classroom.check.plain import Unfit, is_blank, plain_number, type_in_words
from classroom.words import say

if TYPE_CHECKING:
    from classroom.check.reports import Audit, Line, Report

#: What each part of an answer earns, of a sentence's share.
VERDICT, KIND, SEVERITY, FIGURE = PARTS = (0.15, 0.25, 0.15, 0.45)
COLUMNS = ("sentence", "verdict", "kind", "severity", "figure")
#: More rows than this are no audit, and are not read.
MOST_ROWS = 60
#: A number that no company has.
LARGEST = 1e15
PLACE = "sentence_"
#: What people write into a place that does not apply.
NOTHING = ("-", "–", "—", "n/a", "na", "none")
#: How each severity is told.
SAID = {"fatal": "audit.fatal", "material": "audit.material", "cosmetic": "audit.cosmetic"}
#: How each part is told that is still missing.
PART = {"kind": "audit.part-kind", "severity": "audit.part-severity", "figure": "audit.part-figure"}
#: In place of what is told of a part that is right: what is told of one that is not.
NOT = {
    "audit.kind": "audit.kind-not",
    "audit.figure": "audit.figure-not",
    "audit.severity": "audit.severity-not",
}


@dataclass(frozen=True)
class Row:
    """What a student says of one sentence; empty or None where nothing is said.

    `trouble`: what is wrong with the form, in sentences. A part with trouble counts as empty.
    `missing`: the parts that a sentence called wrong still needs and that nothing was written for.
    """

    verdict: str = ""
    kind: str = ""
    severity: str = ""
    figure: float | None = None
    trouble: tuple[str, ...] = ()
    missing: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_open(self) -> bool:
        """Whether there is no verdict."""
        return not self.verdict


def rows(given: Any, name: str, *, sentences: int, kinds: str = LETTERS) -> None:
    """Say how many sentences have a verdict, and what is unfit in the table; nothing on what is right.

    Parameters
    ----------
    given : the student's table: a row for each sentence, as list, tuple, dict or row of a DataFrame, with its
        number, verdict, kind, severity and corrected figure
    name : the audit's name
    sentences : how many the report has
    kinds : the letters to choose from, those of the lesson's own list

    Raises
    ------
    Mistake
        unanswered: no sentence has a verdict; wrong-type: this is no table of such rows
    """
    read = read_rows(answered(given, name), name, sentences, kinds)
    if all(row.is_open and not row.trouble for row in read.values()):
        answered(..., name)
    for number, row in read.items():
        for sentence in row.trouble:
            print(say("audit.trouble", number=number, sentence=sentence))
        if row.missing:
            bare = {"kind", "figure"} <= set(row.missing)
            parts = ", ".join(say(PART[part]) for part in row.missing)
            print(say("audit.bare" if bare else "audit.missing", number=number, parts=parts))
        if row.verdict == "right" and (row.kind or row.severity or row.figure is not None):
            print(say("audit.right-with-more", number=number))
    noted = [number for number, row in read.items() if not row.is_open]
    tell(name, NOTED, sorted((number, repr(row)) for number, row in read.items()))
    count = say("audit.count", noted=len(noted), all=sentences)
    left = [str(number) for number in read if number not in noted]
    print(f"{count} {say('audit.open', numbers=', '.join(left))}" if left else count)
    print(say("audit.later"))


def on_report(given: Any, audit: Audit, name: str, *, points: float, salt: str) -> float:
    """Points for an audit of the report on the company at hand; a line is printed for each sentence.

    Parameters
    ----------
    given : the student's table, as `rows` takes it
    audit : the author's sentences and rule
    name : the audit's name
    points : what it is worth
    salt : with the company it decides which report it is

    Returns
    -------
    float
        from 0 to `points`, in hundredths

    Raises
    ------
    Mistake
        wrong-type: there is no table of rows
    Trouble
        the report cannot be made again here
    """
    from classroom.check.own_report import report_here

    report = report_here(audit, salt)
    read = read_rows(given, name, len(report.lines))
    print("\n".join([_sum(report, read), *_lines(report, read)]))
    return round(points * share(report, read), 2)


def reference(audit: Audit, salt: str) -> list[list[Any]]:
    """The rows that earn every point on the company at hand: the solution of a lesson's own notebook."""
    from classroom.check.own_report import report_here

    return report_here(audit, salt).answer()


def share(report: Report, read: Mapping[int, Row]) -> float:
    """Part of the points, from 0 to 1."""
    earned = sum(_earned(line, read[n]) for n, line in enumerate(report.lines, 1))
    return max(0.0, earned / len(report.flawed))


def _earned(line: Line, row: Row) -> float:
    """What one sentence brings, in shares of a wrong one; a false alarm takes a whole one off."""
    if row.verdict != "wrong":
        return 0.0
    if line.flaw is None:
        return -1.0
    kind, severity, figure = _fits(line, row)
    return VERDICT + KIND * kind + SEVERITY * severity + FIGURE * figure if kind or figure else 0.0


def _fits(line: Line, row: Row) -> tuple[bool, bool, bool]:
    """Whether kind, severity and figure are right, of a sentence that is wrong."""
    from classroom.check.reports import is_near

    assert line.flaw is not None
    near = row.figure is not None and is_near(row.figure, line.right, line.sentence.digits)
    return row.kind in tuple(line.flaw.kind), row.severity == line.severity, near


# ------------------------------------------------------------------------------------- what is told


def _sum(report: Report, read: Mapping[int, Row]) -> str:
    caught = sum(_earned(line, read[n]) > 0 for n, line in enumerate(report.lines, 1))
    alarms = sum(_earned(line, read[n]) < 0 for n, line in enumerate(report.lines, 1))
    return say("audit.sum", caught=caught, all=len(report.flawed), alarms=alarms)


def _lines(report: Report, read: Mapping[int, Row]) -> Iterator[str]:
    for number, line in enumerate(report.lines, 1):
        row = read[number]
        noted = " ".join(word for word in (row.verdict, row.kind, row.severity) if word)
        good = _earned(line, row) > 0 if line.flaw else row.verdict != "wrong"
        sign = OPEN if row.is_open else FITS if good else UNFIT
        said = f' "{noted}"' if noted else ""
        yield f"{sign} {PLACE}{number}{said}: {' '.join([*_told(line, row), *row.trouble])}"


def _told(line: Line, row: Row) -> Iterator[str]:
    """What became of one sentence, what is right, and why."""
    flaw = line.flaw
    if flaw is None:
        yield say(
            "audit.left-right" if row.is_open
            else "audit.false-alarm" if row.verdict == "wrong"
            else "audit.accepted"
        )  # fmt: skip
        if line.is_control:
            yield say("audit.control", why=line.sentence.why)
        return
    kind, severity, figure = _fits(line, row)
    called = row.verdict == "wrong"
    if not called:
        yield say("audit.left-wrong" if row.is_open else "audit.missed")
    elif not (kind or figure):
        yield say("audit.bare-wrong")
    else:
        yield say("audit.caught")
    yield _part("audit.kind", called and row.kind and not kind, kinds=_named(flaw.kind))
    yield flaw.why
    yield _part("audit.figure", called and row.figure is not None and not figure, right=_right(line))
    yield _part("audit.severity", called and row.severity and not severity, right=say(SAID[line.severity]))


def _part(key: str, missed: object, **gaps: str) -> str:
    """What is right in one part; `missed`: the student said something else there."""
    return say(NOT[key] if missed else key, **gaps)


def _named(letters: str) -> str:
    return " / ".join(f"{letter}, {BY_LETTER[letter].name}" for letter in letters)


def _right(line: Line) -> str:
    from classroom.check.reports import in_figures

    return in_figures(line.right, line.sentence.digits)


# ------------------------------------------------------------------------------------- what is given


def read_rows(given: Any, name: str, sentences: int, kinds: str = LETTERS) -> dict[int, Row]:
    """What a student's table says, sentence by sentence; open ones are there too.

    `kinds`: the letters to choose from. Only plain values count, whatever else is in it. Raises `Mistake` for
    what is no table of rows.
    """
    said: dict[int, list[Sequence[Any]]] = {}
    for row in _plain_rows(given, name):
        number = _number(row[0])
        if number is not None and number == int(number) and 1 <= number <= sentences:
            said.setdefault(int(number), []).append(row)
    return {n: _row(said.get(n, []), kinds) for n in range(1, sentences + 1)}


def _plain_rows(given: Any, name: str) -> list[list[Any]]:
    import pandas as pd

    if isinstance(given, pd.DataFrame):
        if len(given) > MOST_ROWS:
            fail("wrong-shape", say("audit.many-rows", subject=subject(name), count=len(given)))
        frame = given if COLUMNS[0] in given.columns else given.reset_index()
        names = [column for column in COLUMNS if column in frame.columns]
        if COLUMNS[0] in names and not frame.columns.has_duplicates:
            return [
                [row.get(column) for column in COLUMNS]
                for row in frame[names].astype(object).to_dict("records")
            ]
        return [
            [*row, *[None] * len(COLUMNS)][: len(COLUMNS)] for row in given.astype(object).to_numpy().tolist()
        ]
    if isinstance(given, Mapping):
        given = [
            [number, *(row if isinstance(row, (list, tuple)) else [row])] for number, row in given.items()
        ]
    if not isinstance(given, (list, tuple)):
        fail("wrong-type", say("audit.no-table", subject=subject(name), kind=type_in_words(given)))
    if len(given) > MOST_ROWS:
        fail("wrong-shape", say("audit.many-rows", subject=subject(name), count=len(given)))
    found = []
    for row in given:
        if isinstance(row, Mapping):
            row = [row.get(column) for column in COLUMNS]
        if isinstance(row, (list, tuple)) and row:
            found.append([*row[: len(COLUMNS)], *[None] * (len(COLUMNS) - len(row))])
    if given and not found:
        fail("wrong-type", say("audit.no-table", subject=subject(name), kind=type_in_words(given[0])))
    return found


def _row(said: Sequence[Sequence[Any]], kinds: str) -> Row:
    """One sentence's row; of two that differ neither counts."""
    filled = [row for row in said if not all(_blank(part) for part in row[1:])]
    if not filled:
        return Row()
    if len(filled) > 1:
        return Row(trouble=(say("audit.twice"),))
    _, verdict, kind, severity, figure = filled[0]
    from classroom.check.reports import RIGHT, SEVERITIES, WRONG

    trouble: list[str] = []
    said_so = _word(verdict, (RIGHT, WRONG), "verdict", trouble)
    of_the_rest: list[str] = []
    row = Row(
        said_so,
        _word(kind, tuple(kinds), "kind", of_the_rest),
        _word(severity, SEVERITIES, "severity", of_the_rest),
        _figure(figure, of_the_rest),
    )
    # nothing else applies to a right sentence, so nothing else can be amiss there
    parts = {"kind": kind, "severity": severity, "figure": figure} if said_so == WRONG else {}
    return replace(
        row,
        trouble=tuple(trouble if said_so == RIGHT else [*trouble, *of_the_rest]),
        missing=tuple(part for part, value in parts.items() if _blank(value)),
    )


def _blank(value: Any) -> bool:
    if isinstance(value, str) and value.strip().casefold() in NOTHING:
        return True
    return is_blank(value) or (isinstance(value, float) and math.isnan(value))


def _word(value: Any, options: Sequence[str], what: str, trouble: list[str]) -> str:
    if _blank(value):
        return ""
    word = str.casefold(value).strip(" .()\"'`") if isinstance(value, str) else ""
    if word in options:
        return word
    said = " ".join(value.split())[:20].replace('"', "'") if isinstance(value, str) else type_in_words(value)
    in_a_row = len(options) > 3 and "".join(options) in LETTERS
    choices = f"{options[0]} to {options[-1]}" if in_a_row else ", ".join(options)
    trouble.append(say("audit.not-option", what=what, value=said, options=choices))
    return ""


def _number(value: Any) -> float | None:
    """A finite number of a size that can be, or None."""
    try:
        number = plain_number(value)
    except Unfit:
        return None
    return number if math.isfinite(number) and abs(number) <= LARGEST else None


def _figure(value: Any, trouble: list[str]) -> float | None:
    if _blank(value):
        return None
    number = _number(value)
    if number is None:
        trouble.append(say("audit.no-number", kind=type_in_words(value)))
    return number
