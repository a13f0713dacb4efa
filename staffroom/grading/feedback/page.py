"""A student's page as HTML: the result first, then each exercise in words, then what was handed in.

The page is one file: no script, no font, no picture from anywhere else, and it forbids them itself.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from staffroom.grading.feedback import gather as g
from staffroom.grading.feedback.highlight import code_html
from staffroom.grading.feedback.style import STYLE
from staffroom.grading.lateness import how_late
from staffroom.grading.letters import is_audit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from staffroom.grading.feedback.gather import Page, Row, Section, Shown
    from staffroom.grading.letters import Letter
    from staffroom.grading.verdict import Note

#: Nothing is run and nothing is fetched, whatever a mistake of ours might let through.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

#: A sign and a word for each state: never a colour alone.
STATES = {
    g.PASSED: ("✓", "passed"),
    g.PARTLY: ("◐", "in part"),
    g.FAILED: ("✗", "not yet"),
    g.BLANK: ("–", "not answered"),
    g.WAITING: ("○", "waits for a reader"),
    g.READ: ("✓", "read"),
}


def page_html(page: Page, ending: str = "") -> str:
    """Give the page of a graded notebook; `ending` is HTML that goes to the end of it as it is."""
    body = [
        "<header>",
        f'<p class="kicker">Feedback · {_e(page.guide.lesson)} · {_e(page.student)}</p>',
        f"<h1>{_e(page.guide.title)}</h1>",
        _score(page),
        _notes(page.notes),
        "</header><main>",
        _overview(page),
        *(_section(section) for section in page.sections),
        _stopped(page.stopped),
        ending,
        "</main>",
        _foot(page),
    ]
    return document(f"Feedback: {page.guide.title}", "".join(body))


def refusal_html(lesson: str, title: str, student: str, sentence: str, notes: Iterable[Note] = ()) -> str:
    """Give the page that says why nothing could be graded, and what to do."""
    body = (
        f'<header><p class="kicker">Feedback · {_e(lesson)} · {_e(student)}</p>'
        "<h1>Your work could not be graded yet</h1>"
        f"<p>{_e(title)}</p></header><main>"
        f'<div class="says"><p>{_words(sentence)}</p></div>{_notes(notes)}'
        "<p>This is not a score of zero: no score has been given. Once the file is mended and handed in "
        "again, it is graded like any other.</p></main>"
    )
    return document(f"Not graded yet: {title}", body)


def document(title: str, body: str, style: str = "") -> str:
    """Put a body into a whole page; `style` comes after the pages' own."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{_e(title)}</title>\n<style>{STYLE}{style}</style>\n</head>\n"
        f'<body>\n<div class="page">{body}</div>\n</body>\n</html>\n'
    )


def _score(page: Page) -> str:
    share = 100 * max(0.0, min(1.0, page.score / page.points)) if page.points else 0
    parts = [
        f'<p class="score"><strong>{page.score:g} / {page.points:g}</strong> '
        f"<span>points{' so far' if page.waiting else ''}</span></p>",
        f'<div class="meter" aria-hidden="true"><span style="width:{share:.0f}%"></span></div>',
    ]
    if page.waiting:
        parts.append(f'<p class="soft">{_points(page.waiting)} more can come from what a person reads.</p>')
    if page.penalty:
        parts.append(
            f"<p>Handed in {how_late(page.late)}: {_points(page.penalty)} "
            f"{'is' if page.penalty == 1 else 'are'} taken off.</p>"
        )
    elif page.late:
        parts.append(f'<p class="soft">Handed in {how_late(page.late)}; nothing is taken off.</p>')
    return "".join(parts)


def _notes(notes: Iterable[Note]) -> str:
    sentences = list(dict.fromkeys(note.to_student for note in notes if note.to_student))
    if not sentences:
        return ""
    items = "".join(f"<li>{_words(sentence)}</li>" for sentence in sentences)
    return f'<div class="notes"><p><strong>About your file</strong></p><ul>{items}</ul></div>'


def _overview(page: Page) -> str:
    rows = []
    for section in page.sections:
        says = next((row.says for row in section.rows if row.says), "")
        score = "–" if section.score is None else f"{section.score:g}"
        rows.append(
            f'<tr><th scope="row"><a href="#{_anchor(section)}">{_e(section.part.heading)}</a></th>'
            f"<td>{_state(section.state)}</td>"
            f'<td class="n">{score} / {section.points:g}</td><td class="words">{_words(says)}</td></tr>'
        )
    return (
        '<table class="overview"><caption>All exercises</caption><thead><tr><th scope="col">exercise</th>'
        '<th scope="col">result</th><th scope="col" class="n">points</th>'
        '<th scope="col" class="words">what the check says</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _section(section: Section) -> str:
    part = section.part
    score = f"{'–' if section.score is None else format(section.score, 'g')} / {section.points:g}"
    out = [
        f'<section class="exercise" id="{_anchor(section)}" aria-labelledby="{_anchor(section)}-h">',
        f'<div class="head-line"><h2 id="{_anchor(section)}-h">{_e(part.heading)}</h2>',
        f'<span class="state">{_state(section.state)} · {score}</span></div>',
    ]
    if part.asked:
        out.append(f'<p class="soft">{_e(part.asked)}</p>')
    out += [_row(row) for row in section.rows]
    wrong = section.state in (g.FAILED, g.PARTLY, g.BLANK) and not part.written
    if wrong and (part.look or part.section):
        where = f"the part “{_e(part.section)}” of the lesson" if part.section else "the lesson"
        hint = f" {_words(part.look)}" if part.look else ""
        out.append(f"<h3>Where to read on</h3><p>Go back to {where}.{hint}</p>")
    shown = "".join(_shown(cell, first=n == 0) for n, cell in enumerate(section.cells))
    if not shown:
        out.append('<p class="soft">This cell is as you got it.</p>' if section.state == g.BLANK else "")
    elif section.state == g.PASSED:
        out.append(f"<details><summary>Your answer</summary>{shown}</details>")
    else:
        out.append(f"<h3>Your answer</h3>{shown}")
    return "".join([*out, "</section>"])


def _row(row: Row) -> str:
    out = []
    if row.says:
        out.append(f'<div class="says"><p>{_words(row.says)}</p></div>')
    if row.believes:
        out.append(
            f'<p class="thought">This is what comes out if one thinks: “{_words(_stop(row.believes))}.”</p>'
        )
    if row.letters:
        out.append(_letters(row.letters))
    if row.again:
        out.append("<p>You handed in another version since a person read it. It will be read again.</p>")
    if row.comment:
        label = "Comment on your earlier version" if row.earlier else "Comment"
        words = "<br>".join(_words(line) for line in row.comment.strip().split("\n"))
        out.append(f'<div class="says comment"><p><strong>{label}:</strong> {words}</p></div>')
    return "".join(out)


def _letters(letters: Sequence[Letter]) -> str:
    """Place by place: the letter, whether it fits, and why not."""
    marks = {True: STATES[g.PASSED][0], False: STATES[g.FAILED][0], None: STATES[g.BLANK][0]}
    rows = "".join(
        f'<tr><th scope="row">{_e(one.place.replace("_", " "))}</th><td>{_e(one.letter) or "–"}</td>'
        f'<td class="words"><span aria-hidden="true">{marks[one.fits]}</span> {_words(one.says)}</td></tr>'
        for one in letters
    )
    if is_audit(letters):
        caption, heads = "Sentence by sentence", ("place", "your verdict", "what is right")
    else:
        caption, heads = "Letter by letter", ("place", "letter", "does it fit?")
    return (
        f'<table class="letters"><caption>{caption}</caption><thead><tr><th scope="col">{heads[0]}</th>'
        f'<th scope="col">{heads[1]}</th><th scope="col" class="words">{heads[2]}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _shown(cell: Shown, *, first: bool) -> str:
    out = []
    if cell.code and cell.prose:
        out.append(f'<div class="prose">{_e(cell.code)}</div>')
    elif cell.code:
        label = "Code of your answer" if first else "Code of your own cell"
        out.append(f'<pre class="code" tabindex="0" aria-label="{label}">{code_html(cell.code)}</pre>')
    return "".join([*out, *cell.outputs])


def _stopped(cells: tuple[Shown, ...]) -> str:
    if not cells:
        return ""
    shown = "".join(_shown(cell, first=False) for cell in cells)
    head = "Cells that stopped with an error" if len(cells) > 1 else "A cell that stopped with an error"
    return (
        f'<section class="exercise"><h2>{head}</h2><p class="soft">Nothing is taken off for '
        f"{'them' if len(cells) > 1 else 'it'}; what comes after may need what should have come out.</p>"
        f"{shown}</section>"
    )


def _foot(page: Page) -> str:
    again = any(s.state in (g.FAILED, g.PARTLY, g.BLANK) and s.part.look for s in page.sections)
    hint = (
        ' In the notebook, <code>study.hint("name of the exercise")</code> helps step by step.'
        if again
        else ""
    )
    walls = (
        " These scores were not protected: the work was graded without a sandbox." if page.unsandboxed else ""
    )
    return (
        "<footer>A check looks at what your code gives, on tables that you have seen and on others. "
        f"What it says is meant for the next try.{hint}{walls}</footer>"
    )


def _state(state: str) -> str:
    sign, word = STATES[state]
    return f'<span class="state {state}"><span class="mark" aria-hidden="true">{sign}</span>{word}</span>'


def _anchor(section: Section) -> str:
    return "x-" + re.sub(r"[^A-Za-z0-9_-]", "-", section.part.name)


def _points(count: float) -> str:
    return f"{count:g} point" if count == 1 else f"{count:g} points"


def _stop(sentence: str) -> str:
    return sentence.rstrip(". ")


def _words(text: str) -> str:
    """Text as text, whatever is in it; what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _e(" ".join(text.split())))


def _e(text: str) -> str:
    return escape(text, quote=True)
