"""The class report: one page of HTML that needs nothing but itself."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from staffroom.grading.report import sections
from staffroom.grading.report.charts import scores_chart
from staffroom.grading.report.style import STYLE
from staffroom.grading.report.words import count_of, e, percent, stop
from staffroom.grading.summary import Summary, summarise
from staffroom.grading.verdict import GRADED, NOT_GRADABLE, NOT_HANDED_IN
from staffroom.place import write_atomically

if TYPE_CHECKING:
    from staffroom.course import Course
    from staffroom.grading.analysis.alike import Pair
    from staffroom.grading.results import Results


def write_report(course: Course, results: Results) -> Path:
    """Write `grades/<lesson>/report.html`, `alike.csv` and `analysis.json`; gives the report's path."""
    summary = summarise(results, course.source / results.lesson)
    pairs = alike_pairs(course, results)
    folder = course.grades / results.lesson
    write_atomically(folder / "alike.csv", _pairs_csv(pairs).encode("utf-8"))
    write_atomically(folder / "analysis.json", _analysis(summary, pairs).encode("utf-8"))
    path = folder / "report.html"
    page = report_html(results, summary, pairs, own_company=has_own_companies(course, results.lesson))
    write_atomically(path, page.encode("utf-8", "replace"))
    return path


def alike_pairs(course: Course, results: Results) -> list[Pair]:
    """The pairs of graded students whose answers are alike beyond what the class shares."""
    from staffroom.grading.analysis.alike import alike
    from staffroom.grading.analysis.handed_in import answers_of, known_code

    graded = [s.student for s in results.of(GRADED)]
    return alike(answers_of(course, results.lesson, graded), known_code(course, results.lesson))


def has_own_companies(course: Course, lesson: str) -> bool:
    """Whether each student has a company of their own in this lesson."""
    from staffroom.roster.register import read_register

    register = read_register(course)
    return register is not None and lesson in register.lessons


def _analysis(summary: Summary, pairs: list[Pair]) -> str:
    """All numbers of the report, for a program to read."""
    content = {
        "counts": summary.counts,
        "mean": summary.mean,
        "median": summary.median,
        "items": [asdict(item) for item in summary.items],
        "misconceptions": [asdict(m) for m in summary.misconceptions],
        "other_reasons": summary.general,
        "noted": [asdict(n) for n in summary.noted],
        "not_protected": summary.open,
        "unsandboxed": summary.unsandboxed,
        "to_be_graded_again": [s.student for s in summary.again],
        "seconds": summary.seconds,
        "phases": summary.phases,
        "alike": [asdict(pair) for pair in pairs],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _pairs_csv(pairs: list[Pair]) -> str:
    from generator.storage.formulas import harmless

    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["student", "other", "in_common", "fingerprints", "exercises", "letter_by_letter"])
    for p in pairs:
        row = [p.one, p.other, f"{p.share:.3f}", str(p.common), " ".join(p.exercises), " ".join(p.verbatim)]
        writer.writerow([harmless(value) for value in row])
    return table.getvalue()


def report_html(
    results: Results, summary: Summary, pairs: list[Pair] | None = None, *, own_company: bool = False
) -> str:
    """Give the page. Without `pairs` it says nothing on alike answers."""
    return _PAGE.format(
        style=STYLE,
        lesson=e(results.lesson),
        title=e(results.title),
        lead=_lead(summary),
        tiles="".join(_tiles(summary)),
        scores=scores_chart(summary),
        mistakes=sections.mistakes(summary),
        items=sections.items(summary.items),
        refused=sections.again(summary.again) + sections.refused(summary.not_gradable),
        noted=sections.noted(summary.noted),
        open=sections.unprotected(summary.open, summary.unsandboxed),
        alike=sections.alike(pairs, own_company=own_company),
        foot=_foot(summary),
    )


def _lead(summary: Summary) -> str:
    """The finding in words, before any figure."""
    if summary.median is None:
        return "No submission has been graded yet."
    graded = summary.counts[GRADED]
    who = f"Half of the {graded} graded students have" if graded > 2 else f"The middle of {graded} graded is"
    parts = [f"{who} {percent(summary.median)} of the points or more."]
    if summary.items:
        hardest = min(summary.items, key=lambda item: item.mean)
        parts.append(
            f"Hardest was <code>{e(hardest.name)}</code>: on average {percent(hardest.mean)} of its points."
        )
    if summary.misconceptions:
        top = summary.misconceptions[0]
        parts.append(f"Most often met: “{e(stop(top.words))}” ({count_of(top.count, 'student')}).")
    return " ".join(parts)


def _tiles(summary: Summary) -> list[str]:
    of = sum(summary.counts.values())
    tiles = [
        (f"{summary.counts[GRADED]}<small> of {of}</small>", "graded"),
        (percent(summary.mean), "mean"),
        (percent(summary.median), "median"),
        (str(summary.counts[NOT_GRADABLE]), "not gradable"),
        (str(summary.counts[NOT_HANDED_IN]), "not handed in"),
        (str(summary.waiting), "memos to read"),
    ]
    return [f"<div><dd>{value}</dd><dt>{word}</dt></div>" for value, word in tiles]


def _foot(summary: Summary) -> str:
    parts = []
    if summary.waiting:
        parts.append(
            "Scores are those of the tests alone until all written answers are read (nbgrader's formgrader)."
        )
    parts += [sections.late(summary.late), sections.time(summary)]
    return " ".join(part for part in parts if part)


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
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
{refused}
{noted}
</div>
<section><h2>Which misconceptions were met</h2>{mistakes}</section>
</div>
<section><h2>How hard each exercise was, and what it tells</h2>{items}</section>
{open}
{alike}
<footer>{foot}</footer>
</main>
</body>
</html>
"""
