"""What a cell puts out, kept in nbformat's form and within bounds; standard streams that write into it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from .limits import Limits

CUT = "\n[The rest is cut off.]\n"
TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml")
PICTURES = ("image/png", "image/jpeg")
#: What a function that a test calls may print; more is dropped.
LONGEST_PRINTED = 20_000


class Outputs:
    """The outputs of one cell, in order. `room` is what is left for text and for pictures."""

    def __init__(self, limits: Limits) -> None:
        """Nothing is put out yet."""
        self.found: list[dict[str, Any]] = []
        self._most = limits.outputs
        self._text = max(0, limits.output_text - 2 * len(CUT))
        self._pictures = limits.output_pictures
        self._cut = self._clear_first = False
        self._places: dict[str, int] = {}

    def write(self, name: str, text: str) -> None:
        """Printed text; pieces for the same stream that follow one another are one output."""
        text = self._fitting(text)
        if not text:
            return
        last = self.found[-1] if self.found else {}
        if last.get("output_type") == "stream" and last["name"] == name and not self._clear_first:
            last["parts"].append(text)
        else:
            self._add({"output_type": "stream", "name": name, "parts": [text]})

    def show(self, kind: str, data: Any, *, mark: str | None = None, update: bool = False) -> None:
        """Something shown (`display_data`) or the result (`execute_result`); `mark` to `update` it later."""
        kept = self._bundle(data)
        if not kept:
            return
        output: dict[str, Any] = {"output_type": kind, "data": kept, "metadata": {}}
        if kind == "execute_result":
            output["execution_count"] = None
        if update and mark in self._places:
            self.found[self._places[mark]] = output
            return
        if self._add(output) and mark is not None:
            self._places[mark] = len(self.found) - 1

    def error(self, name: str, message: str, trace: list[str]) -> None:
        """An error, which always has room."""
        lines = [line[:4000] for line in trace[-80:]]
        self.found.append(
            {"output_type": "error", "ename": name[:80], "evalue": message[:4000], "traceback": lines}
        )

    def clear(self, wait: bool) -> None:
        """Throw away what there is: at once, or when the next thing is put out."""
        if wait:
            self._clear_first = True
        else:
            self.found.clear()
            self._places.clear()
            self._clear_first = False

    def as_list(self) -> list[dict[str, Any]]:
        """In nbformat's form."""
        return [
            {"output_type": "stream", "name": one["name"], "text": "".join(one["parts"])}
            if "parts" in one
            else one
            for one in self.found
        ]

    def _add(self, output: dict[str, Any]) -> bool:
        if self._clear_first:
            self.clear(wait=False)
        if len(self.found) >= self._most:
            return False
        self.found.append(output)
        return True

    def _fitting(self, text: str) -> str:
        if len(text) <= self._text:
            self._text -= len(text)
            return text
        text, self._text = text[: self._text], 0
        if self._cut:
            return text
        self._cut = True
        return text + CUT

    def _bundle(self, data: Any) -> dict[str, str]:
        kept: dict[str, str] = {}
        for kind in TEXTS:
            text = data.get(kind)
            # a plain text may be cut, half a table in HTML may not
            if isinstance(text, str) and (kind == "text/plain" or len(text) <= self._text):
                kept[kind] = self._fitting(str(text))
        for kind in PICTURES:
            picture = data.get(kind)
            if isinstance(picture, bytes):
                import base64

                picture = base64.b64encode(picture).decode("ascii")
            if isinstance(picture, str) and len(picture) <= self._pictures:
                self._pictures -= len(picture)
                kept[kind] = picture
        return {kind: text for kind, text in kept.items() if text}


class Printed:
    """What a function prints while a test calls it; pictures and results go nowhere."""

    def __init__(self) -> None:
        """Nothing is printed yet."""
        self._parts: list[str] = []
        self._room = LONGEST_PRINTED

    def write(self, name: str, text: str) -> None:
        """Keep standard output, up to a length."""
        if name == "stdout" and self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)

    def show(self, kind: str, data: Any, *, mark: str | None = None, update: bool = False) -> None:
        """Nobody looks."""

    def error(self, name: str, message: str, trace: list[str]) -> None:
        """Nobody looks."""

    def clear(self, wait: bool) -> None:
        """Nothing is shown."""

    def text(self) -> str:
        """All that was printed."""
        return "".join(self._parts)


Target = Outputs | Printed


class Stream(io.TextIOBase):
    """A standard stream that writes to wherever outputs go now."""

    def __init__(self, name: str, target: Callable[[], Target]) -> None:
        """`target` gives the place, asked anew each time."""
        super().__init__()
        self.name, self._target = f"<{name}>", target
        self._stream = name

    encoding = "utf-8"
    errors = "strict"

    def write(self, text: str) -> int:
        """Keep the text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._target().write(self._stream, text)
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True

    def isatty(self) -> bool:
        """Nobody sits there."""
        return False

    def close(self) -> None:
        """It stays open, as a notebook's does."""
