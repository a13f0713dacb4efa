"""The report's tables: misconceptions, exercises, what was mended, what took long, alike answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from staffroom.grading.analysis.items import TELLING
from staffroom.grading.report.words import count_of, e, names, percent, seconds, stop

if TYPE_CHECKING:
    from staffroom.grading.analysis.alike import Pair
    from staffroom.grading.results import StudentResult
    from staffroom.grading.summary import Item, Misconception, Noted, Summary

#: More would not be read; the rest is in the results file.
MOST_MISTAKES = 8
MOST_REFUSED = 8
MOST_NOTED = 8
MOST_PAIRS = 10

OWN_COMPANY = " Each student had a company of their own: a number that was copied does not pass, code may."


def mistakes(summary: Summary) -> str:
    """The misconceptions by frequency: a table whose bars are drawn with the numbers beside them."""
    found = summary.misconceptions
    if not found:
        return "<p>No check named a misconception.</p>"
    top = found[0].count
    rows = "".join(_mistake_row(m, top) for m in found[:MOST_MISTAKES])
    more = len(found) - MOST_MISTAKES
    general = ", ".join(
        f"{_GENERAL[key]} {count}" for key, count in sorted(summary.general.items(), key=lambda p: -p[1])
    )
    notes = []
    if more > 0:
        notes.append(f"{more} more, each met by {at_most(found[MOST_MISTAKES].count)}, are in analysis.json.")
    if general:
        notes.append(f"Checks failed for other reasons: {general}.")
    return (
        '<table class="bars"><thead><tr><th scope="col">misconception</th><th scope="col">exercise</th>'
        f'<th scope="col" class="n">students</th></tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="note">{" ".join(notes)}</p>'
    )


_GENERAL = {
    "unanswered": "not answered",
    "raised": "stopped with an error",
    "unnamed": "no reason named",
    "too-slow": "took too long",
    "warning-printed": "printed a warning",
    "wrong-type": "another kind of value",
    "wrong-shape": "another shape",
    "wrong-unit": "another unit",
    "wrong-names": "other names",
    "wrong-value": "a wrong value of no known kind",
}


def _mistake_row(m: Misconception, top: int) -> str:
    # an answer that two mistakes give is counted once, under both
    named = "<br>or: ".join(
        f'{e(stop(words))}<span class="key">{e(key)}</span>'
        for key, words in {m.key: m.words, **m.also}.items()
    )
    return (
        f"<tr><td>{named}</td>"
        f"<td><code>{e(m.item)}</code></td>"
        f'<td class="n"><span class="bar" style="width:{70 * m.count / top:.0f}px"></span>{m.count}</td></tr>'
    )


def at_most(count: int) -> str:
    """`one student`, `at most 3 students`."""
    return "one student" if count == 1 else f"at most {count} students"


def items(found: list[Item]) -> str:
    """The exercises: how much was earned, and how well each tells who knows more."""
    rows = "".join(
        f'<tr><th scope="row"><code>{e(item.name)}</code></th><td class="n">{item.points:g}</td>'
        f'<td class="n"><span class="track"><span style="width:{100 * item.mean:.0f}%"></span></span>'
        f'<span class="share">{percent(item.mean)}</span></td><td class="n">{item.blank or "–"}</td>'
        f'<td class="n">{_number(item.item_rest)}</td><td class="n">{_number(item.upper_lower)}</td>'
        f"<td>{_telling(item)}</td></tr>"
        for item in found
    )
    return (
        '<div class="wide" tabindex="0">'
        '<table class="items"><thead><tr><th scope="col">exercise</th><th scope="col" class="n">points</th>'
        '<th scope="col" class="n">earned on average</th><th scope="col" class="n">left blank</th>'
        '<th scope="col" class="n">item–rest</th><th scope="col" class="n">upper–lower</th>'
        f'<th scope="col">what that says</th></tr></thead><tbody>{rows}</tbody></table></div>'
        '<p class="note">Item–rest: correlation of an exercise with all others. Upper–lower: share earned by '
        "the best 27\u202f% of the class less that of the weakest 27\u202f%. "
        "Both need ten students or more.</p>"
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def _telling(item: Item) -> str:
    if item.mean >= 0.98:
        return "nearly all can do it"
    if item.mean <= 0.02:
        return "nearly nobody can do it"
    if item.item_rest is None:
        return "–"
    if item.item_rest < 0:
        return "<strong>look at it: the better students fail</strong>"
    if item.item_rest < TELLING:
        return "hardly tells who knows more"
    return "tells who knows more"


def refused(students: list[StudentResult]) -> str:
    """Who could not be graded, and why."""
    if not students:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{e(s.student)}</th><td>{e(s.reason)}</td></tr>' for s in students[:MOST_REFUSED]
    )
    more = len(students) - MOST_REFUSED
    tail = f'<p class="note">{more} more are in results.csv.</p>' if more > 0 else ""
    return (
        "<section><h2>Not gradable: no score, and a sentence to the student</h2>"
        '<table><thead><tr><th scope="col">student</th><th scope="col">why</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>{tail}</section>"
    )


def noted(found: list[Noted]) -> str:
    """What was mended in files and what went wrong besides, by kind."""
    if not found:
        return ""
    rows = "".join(
        f'<tr><td>{e(n.words)}<span class="key">{e(n.key)}</span></td><td>{names(n.students)}</td>'
        f'<td class="n">{n.count}</td></tr>'
        for n in found[:MOST_NOTED]
    )
    more = len(found) - MOST_NOTED
    tail = f'<p class="note">{more} more kinds are in analysis.json.</p>' if more > 0 else ""
    return (
        "<section><h2>Mended, or worth a look: graded all the same</h2>"
        '<table><thead><tr><th scope="col">what, for instance</th><th scope="col">who</th>'
        f'<th scope="col" class="n">students</th></tr></thead><tbody>{rows}</tbody></table>{tail}</section>'
    )


def again(students: list[StudentResult]) -> str:
    """Whose score is not told, because journal and gradebook disagree."""
    if not students:
        return ""
    who = names([s.student for s in students])
    return (
        "<section><h2>To be graded again</h2><p>"
        f"{who}: what was noted when they were graded is not what the gradebook holds, so they have no score "
        "in this report. <code>centric grade</code> grades them again.</p></section>"
    )


def unprotected(found: dict[str, int], unsandboxed: list[str]) -> str:
    """Who was graded without a sandbox, and cells whose test ran beside the student's code."""
    said = []
    if unsandboxed:
        said.append(
            f"{count_of(len(unsandboxed), 'student')} graded without a sandbox: {names(unsandboxed)}. Their "
            "code had all rights of the account that graded, so that none of their scores is protected."
        )
    if found:
        cells = ", ".join(f"<code>{e(cell)}</code> ({count_of(n, 'student')})" for cell, n in found.items())
        said.append(
            f"{cells}: these tests ran in the student's own process, where code that sets out to can give "
            "itself points."
        )
    if not said:
        return ""
    words = "".join(f"<p>{sentence}</p>" for sentence in said)
    return (
        f"<section><h2>Score not protected</h2>{words}<p>Look at full scores that surprise you.</p></section>"
    )


def alike(pairs: list[Pair] | None, *, own_company: bool = False) -> str:
    """Pairs of students whose answers have much in common that the class has not."""
    if pairs is None:
        return ""
    if not pairs:
        none = "No two students share much that the class does not."
        return f"<section><h2>Alike answers</h2><p>{none}</p></section>"
    rows = "".join(
        f'<tr><th scope="row">{e(pair.one)} and {e(pair.other)}</th><td class="n">{percent(pair.share)}</td>'
        f"<td>{_where(pair)}</td><td>{_verbatim(pair)}</td></tr>"
        for pair in pairs[:MOST_PAIRS]
    )
    more = len(pairs) - MOST_PAIRS
    tail = f" {more} more pairs are in alike.csv." if more > 0 else ""
    company = OWN_COMPANY if own_company else ""
    return (
        "<section><h2>Alike answers: a reason to look, not a proof</h2>"
        '<div class="wide" tabindex="0">'
        '<table><thead><tr><th scope="col">students</th><th scope="col" class="n">in common</th>'
        '<th scope="col">where</th><th scope="col">how</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        '<p class="note">In common: of the rarer code of the shorter work, the part that both have, whatever '
        "the names in it. What the lesson gives, the author's answers contain or many wrote is not counted. "
        "People who learn together, or ask the same assistant, write alike: "
        f"read both, and ask, before you think of copying.{company}{tail}</p></section>"
    )


def _where(pair: Pair) -> str:
    return ", ".join(f"<code>{e(name)}</code>" for name in pair.exercises)


def _verbatim(pair: Pair) -> str:
    if not pair.verbatim:
        return "other names or layout"
    if len(pair.verbatim) == len(pair.exercises):
        return "letter by letter"
    return "letter by letter in " + ", ".join(f"<code>{e(name)}</code>" for name in pair.verbatim)


_PHASES = {
    "preflight": "looking at the file",
    "start": "starting",
    "cells": "the student's cells",
    "write": "writing",
}


def time(summary: Summary) -> str:
    """Where the time went."""
    if not summary.seconds:
        return ""
    parts = [f"A submission took {seconds(summary.seconds)} on average."]
    if summary.phases:
        spent = ", ".join(f"{e(_PHASES.get(k, k))} {seconds(v)}" for k, v in summary.phases.items())
        parts.append(f"Of it: {spent}.")
    slow = [s for s in summary.longest if s.seconds > 3 * summary.seconds]
    if slow:
        parts.append("Longest: " + ", ".join(f"{e(s.student)} {seconds(s.seconds)}" for s in slow) + ".")
    return " ".join(parts)


def late(students: list[StudentResult]) -> str:
    """Who lost points by lateness."""
    if not students:
        return ""
    lost = sum(s.late_penalty for s in students)
    return f"{count_of(len(students), 'student')} lost {lost:g} points in all by handing in late."
