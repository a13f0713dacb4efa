"""The class report: one page of HTML that needs nothing but itself."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

from staffroom.grading.summary import Item, Misconception, Summary, summarise
from staffroom.grading.verdict import GRADED, NOT_GRADABLE, NOT_HANDED_IN
from staffroom.place import write_atomically

if TYPE_CHECKING:
    from staffroom.course import Course
    from staffroom.grading.results import Results, StudentResult

#: Okabe and Ito's colours, told apart by all eyes; each is used with a second cue.
BLUE, ORANGE = "#0072b2", "#d55e00"
#: More would not fit on the page; the rest is in the results file.
MOST_MISTAKES = 8
MOST_REFUSED = 8
BINS = 10


def write_report(course: Course, results: Results) -> Path:
    """Write `grades/<lesson>/report.html`; gives its path."""
    summary = summarise(results, course.source / results.lesson / "answers")
    path = course.grades / results.lesson / "report.html"
    write_atomically(path, report_html(results, summary).encode("utf-8"))
    return path


def report_html(results: Results, summary: Summary) -> str:
    """Give the page."""
    return _PAGE.format(
        style=_STYLE,
        lesson=_e(results.lesson),
        title=_e(results.title),
        lead=_lead(summary),
        tiles="".join(_tiles(summary)),
        scores=_scores(summary),
        mistakes=_mistakes(summary),
        items=_items(summary.items),
        refused=_refused(summary.not_gradable),
        foot=_foot(summary),
    )


def _lead(summary: Summary) -> str:
    """The finding in words, before any figure."""
    if summary.median is None:
        return "No submission has been graded yet."
    graded = summary.counts[GRADED]
    who = f"Half of the {graded} graded students have" if graded > 2 else f"The middle of {graded} graded is"
    parts = [f"{who} {_percent(summary.median)} of the points or more."]
    if summary.items:
        hardest = min(summary.items, key=lambda item: item.mean)
        parts.append(
            f"Hardest was <code>{_e(hardest.name)}</code>: on average {_percent(hardest.mean)} of its points."
        )
    if summary.misconceptions:
        top = summary.misconceptions[0]
        parts.append(f"Most often met: “{_e(_stop(top.words))}” ({_students(top.count)}).")
    return " ".join(parts)


def _tiles(summary: Summary) -> list[str]:
    of = sum(summary.counts.values())
    tiles = [
        (f"{summary.counts[GRADED]}<small> of {of}</small>", "graded"),
        (_percent(summary.mean), "mean"),
        (_percent(summary.median), "median"),
        (str(summary.counts[NOT_GRADABLE]), "not gradable"),
        (str(summary.counts[NOT_HANDED_IN]), "not handed in"),
        (str(summary.waiting), "memos to read"),
    ]
    return [f"<div><dd>{value}</dd><dt>{word}</dt></div>" for value, word in tiles]


def _scores(summary: Summary) -> str:
    """Histogram of the scores, drawn as SVG, with the median as a dashed line and a text of its own."""
    counts = [0] * BINS
    for share in summary.shares:
        counts[min(int(share * BINS + 1e-9), BINS - 1)] += 1
    top = max([*counts, 1])
    width, height, left, right, bottom = 460, 210, 34, 16, 34
    step, room = (width - left - right) / BINS, height - bottom - 26
    ticks = sorted({0, top} | ({top // 2} if top >= 4 else set()))
    parts = []
    for tick in ticks:
        y = height - bottom - room * tick / top
        parts.append(f'<line class="grid" x1="{left}" x2="{width - right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="tick" x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{tick}</text>')
    for n, count in enumerate(counts):
        x, tall = left + n * step, room * count / top
        y = height - bottom - tall
        if count:
            place = f'x="{x + 2:.1f}" y="{y:.1f}" width="{step - 4:.1f}" height="{tall:.1f}"'
            parts.append(f'<rect {place} fill="{BLUE}"/>')
            parts.append(f'<text class="count" x="{x + step / 2:.1f}" y="{y - 4:.1f}">{count}</text>')
    for n in range(0, BINS + 1, 2):
        parts.append(
            f'<text class="tick" x="{left + n * step:.1f}" y="{height - bottom + 15}" '
            f'text-anchor="middle">{n * 100 // BINS}</text>'
        )
    parts.append(
        f'<text class="axis" x="{left + (width - left - right) / 2:.0f}" y="{height - 4}">score, % of '
        f"{summary.basis:g} points</text>"
    )
    parts.append(f'<text class="axis" x="{left - 26}" y="10" style="text-anchor:start">students</text>')
    if summary.median is not None:
        x = left + summary.median * BINS * step
        end = x > width * 0.72
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="14" y2="{height - bottom}" stroke="{ORANGE}" '
            'stroke-width="2" stroke-dasharray="5 4"/>'
        )
        parts.append(
            f'<text class="median" x="{x + (-6 if end else 6):.1f}" y="12" '
            f'text-anchor="{"end" if end else "start"}">median {_percent(summary.median)}</text>'
        )
    spread = [f"{n * 10}–{n * 10 + 10}\u202f%: {count}" for n, count in enumerate(counts) if count]
    says = (
        f"Students by score, in per cent of {summary.basis:g} points: {', '.join(spread)}."
        if spread
        else "Nobody has a score yet."
    )
    return (
        f'<figure><svg viewBox="0 0 {width} {height}" role="img" aria-label="{_e(says)}">'
        f"{''.join(parts)}</svg><figcaption>{_e(says)}</figcaption></figure>"
    )


def _mistakes(summary: Summary) -> str:
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
        notes.append(f"{more} more, each met by {_at_most(found[MOST_MISTAKES].count)}, are in results.json.")
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
    return (
        f'<tr><td>{_e(_stop(m.words))}<span class="key">{_e(m.key)}</span></td>'
        f"<td><code>{_e(m.item)}</code></td>"
        f'<td class="n"><span class="bar" style="width:{70 * m.count / top:.0f}px"></span>{m.count}</td></tr>'
    )


def _items(items: list[Item]) -> str:
    rows = "".join(
        f'<tr><th scope="row"><code>{_e(item.name)}</code></th><td class="n">{item.points:g}</td>'
        f'<td class="n"><span class="track"><span style="width:{100 * item.mean:.0f}%"></span></span>'
        f'<span class="share">{_percent(item.mean)}</span></td><td class="n">{item.blank or "–"}</td></tr>'
        for item in items
    )
    return (
        '<table><thead><tr><th scope="col">exercise</th><th scope="col" class="n">points</th>'
        '<th scope="col" class="n">earned on average</th><th scope="col" class="n">left blank</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _refused(students: list[StudentResult]) -> str:
    if not students:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{_e(s.student)}</th><td>{_e(s.reason)}</td></tr>'
        for s in students[:MOST_REFUSED]
    )
    more = len(students) - MOST_REFUSED
    tail = f'<p class="note">{more} more are in results.csv.</p>' if more > 0 else ""
    return (
        "<section><h2>Not gradable: no score, and a sentence to the student</h2>"
        '<table><thead><tr><th scope="col">student</th><th scope="col">why</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>{tail}</section>"
    )


def _foot(summary: Summary) -> str:
    parts = []
    if summary.waiting:
        parts.append(
            "Scores are those of the tests alone until all written answers are read (nbgrader's formgrader)."
        )
    if summary.seconds:
        parts.append(f"Running a submission took {summary.seconds:.1f} seconds.")
    return " ".join(parts)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}\u202f%"


def _students(count: int) -> str:
    return "1 student" if count == 1 else f"{count} students"


def _at_most(count: int) -> str:
    return "one student" if count == 1 else f"at most {count} students"


def _stop(sentence: str) -> str:
    return sentence.rstrip(". ")


def _e(text: str) -> str:
    return html.escape(text, quote=True)


_STYLE = """
:root { --ink: #1d2733; --soft: #5b6672; --rule: #d9dee4; --blue: #0072b2 }
* { box-sizing: border-box }
body { margin: 0; color: var(--ink); background: #f3f5f7;
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif }
main { max-width: 62rem; margin: 1.5rem auto; padding: 2rem 2.4rem; background: #fff;
  border: 1px solid var(--rule) }
header p { margin: 0; color: var(--soft); letter-spacing: .02em }
h1 { font-size: 1.7rem; line-height: 1.2; margin: .1rem 0 .5rem }
h2 { font-size: 1.02rem; margin: 0 0 .5rem }
p.lead { font-size: 1.08rem; max-width: 46rem; margin: 0 0 1.1rem }
dl { display: grid; grid-template-columns: repeat(6, 1fr); gap: .5rem; margin: 0 0 1.4rem }
dl div { border-top: 3px solid var(--blue); padding-top: .35rem }
dl dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums }
dl dd small { font-size: .9rem; font-weight: 400; color: var(--soft) }
dl dt { color: var(--soft); font-size: .84rem }
.two { display: grid; grid-template-columns: 1fr 1.1fr; gap: 2.4rem; margin-bottom: .6rem }
section { margin-bottom: 1.5rem }
figure { margin: 0 }
svg { width: 100%; height: auto; font: 12px system-ui, sans-serif }
svg .grid { stroke: var(--rule) } svg .tick, svg .axis { fill: var(--soft) }
svg .axis, svg .count { text-anchor: middle }
svg .count { fill: var(--ink); font-weight: 600 } svg .median { fill: #a84700; font-weight: 600 }
figcaption, p.note, footer { color: var(--soft); font-size: .82rem; margin: .3rem 0 0 }
table { border-collapse: collapse; width: 100%; font-size: .88rem }
th, td { text-align: left; vertical-align: top; padding: .28rem .7rem .28rem 0;
  border-bottom: 1px solid var(--rule) }
thead th { color: var(--soft); font-weight: 500; border-bottom-color: var(--soft) }
tbody th { font-weight: 600 }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.key { display: block; color: var(--soft); font-size: .78rem }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .92em }
.bar { display: inline-block; height: .7em; margin-right: .5em; background: var(--blue) }
.track { display: inline-block; width: 5.5rem; height: .7em; margin-right: .6em; background: #e6ebf0 }
.share { display: inline-block; min-width: 2.6rem }
.track span { display: block; height: 100%; background: var(--blue) }
footer { border-top: 1px solid var(--rule); padding-top: .6rem }
@media screen and (max-width: 50rem) { .two { grid-template-columns: 1fr }
  dl { grid-template-columns: repeat(3, 1fr) } main { padding: 1.2rem } }
@media print { @page { size: A4; margin: 11mm } html { font-size: 11.5px }
  body { background: #fff; font-size: 1rem } main { border: 0; margin: 0; padding: 0; max-width: none }
  .two { gap: 1.6rem } svg { font-size: 12px } tr { break-inside: avoid }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
"""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Class report: {title}</title>
<style>{style}</style>
</head>
<body>
<main>
<header><p>Class report · {lesson}</p><h1>{title}</h1></header>
<p class="lead">{lead}</p>
<dl>{tiles}</dl>
<div class="two">
<div>
<section><h2>Scores</h2>{scores}</section>
<section><h2>How hard each exercise was</h2>{items}</section>
</div>
<section><h2>Which misconceptions were met</h2>{mistakes}</section>
</div>
{refused}
<footer>{foot}</footer>
</main>
</body>
</html>
"""
