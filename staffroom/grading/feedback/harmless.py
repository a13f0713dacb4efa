"""nbgrader's own pages without what a student's HTML could do in them.

Formgrader shows a submission in the instructor's browser, under the instructor's login, and
`nbgrader generate_feedback` makes a page of it; both put outputs and text cells in as they are. This step,
named in `nbgrader_config.py`, goes before: the files stay as they were, only what is shown is made harmless.
"""

from __future__ import annotations

import re
from collections.abc import Container
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from nbconvert.preprocessors import Preprocessor

from staffroom.grading.feedback.outputs import picture_of, plain
from staffroom.grading.feedback.sanitise import sanitise

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: Tags without attributes, links in angle brackets: what people write into a text cell by hand.
_HOMELY = re.compile(
    r"</?(?:b|i|em|strong|u|s|sub|sup|small|code|kbd|br|hr|p|ul|ol|li|table|thead|tbody|tr|td|th)\s*/?>"
    r"|<https?://[^\s<>\"']+>",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[a-zA-Z/!?]")
#: A link (blanks and backslashes taken away) that leads to code or to something on the reader's machine.
_HARMFUL = re.compile(r"(?:\]\(|\]:|<)<?[a-z]*(?:script|data|file|blob|about):", re.IGNORECASE)
_ATTACHED = re.compile(r"\(attachment:([\w.-]{1,200})\)")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff\\]")
_TAG_NAME = re.compile(r"[\w.-]{1,60}")


class Harmless(Preprocessor):
    """A step of nbconvert's HTML exporter."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Make a whole notebook harmless to look at."""
        nb.metadata.pop("widgets", None)
        for cell in nb.cells:
            tags = cell.metadata.get("tags")
            if tags is not None:
                tags = tags if isinstance(tags, list) else []
                cell.metadata["tags"] = [t for t in tags if isinstance(t, str) and _TAG_NAME.fullmatch(t)]
            if cell.cell_type == "code":
                cell.outputs = [shown for output in cell.get("outputs", []) if (shown := _output(output))]
                continue
            if cell.cell_type == "raw":
                cell.cell_type, cell.source = "markdown", as_text(cell.source)
                continue
            if "attachments" in cell:
                cell.attachments = _attachments(cell.attachments)
            if not is_homely(cell.source, cell.get("attachments", ())):
                cell.source = as_text(cell.source)
        return nb, resources


def is_homely(source: str, attachments: Container[str] = ()) -> bool:
    """Whether a text cell holds nothing that a browser could run, however it is disguised.

    A picture that is said to be attached must be: nbconvert gives up on the whole notebook else.
    """
    if _MARKUP.search(_HOMELY.sub("", source)):
        return False
    bare = source
    for _ in range(3):  # entities of entities
        bare = _UNSEEN.sub("", unescape(bare))
    named = [name for name in _ATTACHED.findall(source) if name in attachments]
    return not _HARMFUL.search(bare) and bare.lower().count("attachment") == len(named)


def as_text(source: str) -> str:
    """A text cell that shows exactly what was written, and renders nothing of it."""
    marks = "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in source)
    return f'<pre style="white-space: pre-wrap">{marks}</pre>'


def _output(output: NotebookNode) -> NotebookNode | None:
    if output.output_type not in ("display_data", "execute_result"):
        return output
    data = output.get("data", {})
    kept: dict[str, str] = {}
    for kind in ("image/png", "image/jpeg", "image/gif"):
        if found := picture_of(data, kind):
            kept[kind] = found
    if markup := plain_source(data.get("text/html")):
        safe = sanitise(markup)
        if safe and safe.strip():
            kept["text/html"] = safe
    if words := plain_source(data.get("text/markdown")):
        kept["text/markdown"] = words if is_homely(words) else as_text(words)
    if words := plain_source(data.get("text/latex")):
        kept["text/latex"] = escape(words, quote=False)
    if words := plain(data.get("text/plain")):
        kept["text/plain"] = words
    output["data"], output["metadata"] = type(output)(kept), type(output)()
    return output if kept else None


def _attachments(found: Any) -> Any:
    kept = type(found)()
    for name, data in found.items() if isinstance(found, dict) else ():
        pictures = {
            kind: p for kind in ("image/png", "image/jpeg", "image/gif") if (p := picture_of(data, kind))
        }
        if pictures and re.fullmatch(r"[\w.-]{1,200}", name):
            kept[name] = type(found)(pictures)
    return kept


def plain_source(value: Any) -> str:
    """A field of an output, which may be a list of lines; empty where it is something else."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""
