"""The outputs of a student's cell as pieces of a page: text, harmless HTML, pictures by their bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from staffroom.grading.feedback.sanitise import sanitise
from staffroom.grading.redact import WITHHELD

MOST_LINES = 80
MOST_CHARACTERS = 8_000
MOST_PICTURE = 2_000_000
MOST_OUTPUTS = 20
#: What a page may hold in outputs; a page of this size still opens at once.
MOST_PAGE = 6_000_000

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+=*\s*")
_STARTS = {"image/png": "iVBORw0KGgo", "image/jpeg": "/9j/", "image/gif": "R0lGOD"}

#: Says of some texts whether they give away what is hidden.
Guard = Callable[[list[str]], bool]


class Outputs:
    """Makes outputs into HTML, and keeps count of how much one page has had already."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        self.left = MOST_PAGE

    def of(self, outputs: Iterable[Mapping[str, Any]]) -> list[str]:
        """One piece of HTML per output that shows something."""
        pieces = []
        for n, output in enumerate(joined(outputs)):
            if n == MOST_OUTPUTS:
                pieces.append(_remark("There are more outputs; this page does not show them."))
                break
            piece = self._one(output)
            if not piece:
                continue
            if len(piece) > self.left:
                pieces.append(_remark("This output is too large for this page."))
                continue
            self.left -= len(piece)
            pieces.append(piece)
        return pieces

    def _one(self, output: Mapping[str, Any]) -> str:
        kind = output.get("output_type")
        if kind == "stream":
            text = plain(output.get("text"))
            if not text.strip():
                return ""
            if output.get("name") == "stderr":
                return f'<p class="label">Warnings and messages</p>{self._text(text, "out warned")}'
            return self._text(text, "out")
        if kind == "error":
            return self._error(output)
        data = output.get("data")
        return self._data(data) if isinstance(data, Mapping) else ""

    def _text(self, text: str, kind: str) -> str:
        if self.guard([text]):
            return _remark(WITHHELD)
        return f'<pre class="{kind}" tabindex="0">{escape(shortened(text), quote=False)}</pre>'

    def _error(self, output: Mapping[str, Any]) -> str:
        name, value = plain(output.get("ename"))[:80], plain(output.get("evalue"))[:600]
        frames = output.get("traceback") or []
        trace = shortened(plain([f"{part}\n" for part in frames if isinstance(part, str)]).strip())
        if self.guard([name, value, trace]):
            return _remark(WITHHELD)
        head = f'<p class="stopped">Stopped with <code>{escape(name)}</code>: {escape(value)}</p>'
        return head + (
            f'<pre class="out trace" tabindex="0">{escape(trace, quote=False)}</pre>' if trace else ""
        )

    def _data(self, data: Mapping[str, Any]) -> str:
        words = plain(data.get("text/plain"))
        picture = _picture(data)
        markup = data.get("text/html")
        markup = "".join(markup) if isinstance(markup, list) else markup
        if picture:
            return f'<figure><img src="{picture}" alt="A figure without a description"></figure>'
        if isinstance(markup, str) and markup.strip():
            if self.guard([_without_pictures(markup), words]):
                return _remark(WITHHELD)
            safe = sanitise(markup)
            if safe is not None and (safe.strip() or not words.strip()):
                return f'<div class="shown" tabindex="0">{safe}</div>' if safe.strip() else ""
        return self._text(words, "out") if words.strip() else ""


def joined(outputs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The outputs with streams of one name in a row put together, as a notebook shows them."""
    found: list[dict[str, Any]] = []
    for output in outputs:
        if not isinstance(output, Mapping):
            continue
        last = found[-1] if found else {}
        stream = output.get("output_type") == "stream"
        if stream and last.get("output_type") == "stream" and last.get("name") == output.get("name"):
            last["text"] = plain(last.get("text")) + plain(output.get("text"))
        else:
            found.append(dict(output))
    return found


def plain(value: Any) -> str:
    """Text without colours and control characters; a list of lines is joined."""
    text = "".join(part for part in value if isinstance(part, str)) if isinstance(value, list) else value
    text = text if isinstance(text, str) else ""
    if len(text) > 20 * MOST_CHARACTERS:
        text = text[: 20 * MOST_CHARACTERS]
    return _UNSEEN.sub("", _ANSI.sub("", text.replace("\r\n", "\n")))


def shortened(text: str) -> str:
    """A long text's beginning, with a last line that says how much is left out."""
    text = text.rstrip("\n")
    lines = text.split("\n")
    kept = "\n".join(lines[:MOST_LINES])[:MOST_CHARACTERS]
    if kept == text:
        return text
    more = len(lines) - kept.count("\n") - 1
    return f"{kept}\n… ({more:,} more lines)" if more > 0 else f"{kept} … (cut off)"


def picture_of(data: Mapping[str, Any], kind: str) -> str:
    """The bytes of a picture in base64, if they are that and look like this kind; else empty."""
    value = data.get(kind) if isinstance(data, Mapping) else None
    value = "".join(part for part in value if isinstance(part, str)) if isinstance(value, list) else value
    if not isinstance(value, str) or len(value) > MOST_PICTURE:
        return ""
    return "".join(value.split()) if value.startswith(_STARTS[kind]) and _BASE64.fullmatch(value) else ""


def _picture(data: Mapping[str, Any]) -> str:
    for kind in _STARTS:
        if found := picture_of(data, kind):
            return f"data:{kind};base64,{found}"
    return ""


def _without_pictures(markup: str) -> str:
    return re.sub(r"base64,[A-Za-z0-9+/=]+", "", markup)


def _remark(words: str) -> str:
    return f'<p class="remark">{escape(words)}</p>'
