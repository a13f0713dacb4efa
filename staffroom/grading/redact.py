"""What makes nbgrader's feedback fit for students: hidden tests out of it, what the checks said on top."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import v4
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from classroom.errors import wrapped
from staffroom.grading.marks import what_was_said
from staffroom.lessons.leak import SHORTEST
from staffroom.lessons.source import without_hidden_tests

if TYPE_CHECKING:
    from nbformat import NotebookNode

WITHHELD = "(This output is not shown: it repeats a part of the tests that is hidden.)"
_BLANKS = re.compile(r"\s+")


class HideTests(NbGraderPreprocessor):
    """A step of nbgrader's `generate_feedback`.

    Of a test cell stay the open part of its source and the check's sentence; tracebacks, prints and the
    hidden part go. An output of any other cell that repeats a hidden line is withheld.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Clean a whole notebook."""
        hidden = _hidden_lines(nb)
        overview = _overview(nb)
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            if utils.is_grade(cell) and not utils.is_solution(cell):
                cell.source = without_hidden_tests(cell.source)
                cell.outputs = _sentence(cell)
            else:
                for output in cell.get("outputs", []):
                    _clean(output, hidden)
        nb.cells.insert(0, overview)
        return nb, resources


def _overview(nb: NotebookNode) -> NotebookNode:
    """A first cell that lists each graded cell with its score and what its check said."""
    rows = []
    for cell in nb.cells:
        if not utils.is_grade(cell):
            continue
        mark = cell.metadata.nbgrader
        name = mark.grade_id.partition("_")[2] or mark.grade_id
        score, points = mark.get("score"), float(mark.get("points", 0))
        if utils.is_solution(cell):
            untouched = mark.get("checksum") == utils.compute_checksum(cell)
            words = (
                "not answered"
                if untouched
                else "read by a person"
                if score
                else "waits for a person to read it"
            )
        else:
            words = what_was_said(cell)[0] or ("passed" if score else "")
        rows.append(
            f'<tr><td><a href="#{html.escape(mark.grade_id)}"><code>{html.escape(name)}</code></a></td>'
            f"<td>{score or 0:g} / {points:g}</td><td>{_as_html(words)}</td></tr>"
        )
    table = "<table><thead><tr><th>exercise</th><th>score</th><th>what the check says</th></tr></thead>"
    return v4.new_markdown_cell(f"## What the checks say\n\n{table}<tbody>{''.join(rows)}</tbody></table>")


def _as_html(words: str) -> str:
    """Text as text, whatever is in it; what stands between backticks as code."""
    # on one line, since a blank line would end the table and let Markdown read the rest
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(" ".join(words.split())))


def _hidden_lines(nb: NotebookNode) -> set[str]:
    """Telling lines of the hidden tests, without blanks, as they may turn up anywhere.

    A line that the student wrote too (two people may write the same) is no secret.
    """
    hidden: set[str] = set()
    own: set[str] = set()
    for cell in nb.cells:
        lines = {_bare(line) for line in cell.source.split("\n")}
        seen = {_bare(line) for line in without_hidden_tests(cell.source).split("\n")}
        hidden |= lines - seen
        own |= seen
    return {line for line in hidden - own if len(line) >= SHORTEST}


def _bare(text: str) -> str:
    return _BLANKS.sub("", text)


def _sentence(cell: NotebookNode) -> list[NotebookNode]:
    """Say what the check said, in an error output that shows nothing of the check's code."""
    sentence, _ = what_was_said(cell)
    if not sentence:
        return []
    return [v4.new_output("error", ename="Not passed", evalue=sentence, traceback=wrapped(sentence))]


def _clean(output: NotebookNode, hidden: set[str]) -> None:
    if output.output_type == "error":
        output.traceback = [WITHHELD] if _tells(output.traceback, hidden) else _own_frames(output.traceback)
        if _tells([output.evalue], hidden):
            output.evalue = WITHHELD
    elif output.output_type == "stream":
        if _tells([output.text], hidden):
            output.text = WITHHELD + "\n"
    elif output.get("data") and _tells([v for v in output.data.values() if isinstance(v, str)], hidden):
        output.data = {"text/plain": WITHHELD}


def _tells(texts: list[str], hidden: set[str]) -> bool:
    """Whether a hidden line is in these texts, also escaped as in HTML, in a repr or in coloured output."""
    text = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", "\n".join(texts))
    variants = [
        _bare(text),
        _bare(html.unescape(re.sub(r"<[^>]+>", "", text))),
        _bare(text.replace("\\n", "\n").replace("\\'", "'").replace('\\"', '"')),
    ]
    return any(line in variant for line in hidden for variant in variants)


def _own_frames(traceback: list[str]) -> list[str]:
    """Leave out where things lie on the instructor's machine."""
    home = str(Path.home())
    return [part.replace(home, "~") if len(home) > 1 else part for part in traceback]
