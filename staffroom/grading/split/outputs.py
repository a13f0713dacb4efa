"""Outputs of cells, rebuilt field by field: what a process says of them is believed in nothing."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

from staffroom.grading.inside.limits import Limits

Output = dict[str, Any]

_NAME = re.compile(r"[^\W\d][\w.]{0,80}$")
_TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml")
_PICTURES = ("image/png", "image/jpeg")
#: Lines of one traceback.
TRACE = 60
CUT = "\n[The rest is cut off.]\n"
UNREADABLE = "[The outputs of this cell could not be read.]\n"


def rebuilt(body: bytes, limits: Limits) -> list[Output]:
    """Outputs in nbformat's form from the JSON that a process sent; what does not fit in is left out."""
    if _too_much(body, limits):
        return [stream(UNREADABLE)]
    try:
        given = json.loads(body) if body else []
    except (ValueError, RecursionError):
        return [stream(UNREADABLE)]
    if not isinstance(given, list):
        return []
    room = _Room(limits)
    found = [one for output in given[: limits.outputs] if (one := room.take(output)) is not None]
    if len(given) > limits.outputs:
        found.append(stream(CUT))
    return found


def _too_much(body: bytes, limits: Limits) -> bool:
    """Whether this is more than our own outputs ever are, in bytes or in what would be made of it."""
    if len(body) <= limits.output_text:
        return False
    errors = 100 * 4_000 * 6
    most = 12 * limits.output_text + 2 * limits.output_pictures + 10_000 * limits.outputs + errors
    parts = sum(body.count(mark) for mark in (b"[", b"{", b","))
    return len(body) > most or parts > 4 * limits.output_text + 100 * limits.outputs


def size_of(outputs: list[Output]) -> int:
    """Characters of text and pictures in outputs."""
    return sum(
        len(output.get("text", ""))
        + len(output.get("evalue", ""))
        + sum(map(len, output.get("traceback", ())))
        + sum(map(len, output.get("data", {}).values()))
        for output in outputs
    )


def stream(text: str, name: str = "stdout") -> Output:
    """A piece of printed text."""
    return {"output_type": "stream", "name": name, "text": text}


def error(name: str, message: str) -> Output:
    """An error of the grading program's own making, in the place of a cell's."""
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}


class _Room:
    """What is left of a cell's space."""

    def __init__(self, limits: Limits) -> None:
        self.text, self.pictures = limits.output_text, limits.output_pictures

    def take(self, output: Any) -> Output | None:
        if not isinstance(output, dict):
            return None
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            text = self._text(output.get("text"))
            return stream(text, name) if text else None
        if kind == "error":
            name = str(output.get("ename"))
            trace = output.get("traceback")
            lines = [self._text(line) for line in trace[:TRACE]] if isinstance(trace, list) else []
            return {
                "output_type": "error",
                "ename": name if _NAME.match(name) else "Error",
                "evalue": self._text(output.get("evalue"))[:4_000],
                "traceback": lines,
            }
        if kind in ("display_data", "execute_result"):
            data = self._data(output.get("data"))
            if not data:
                return None
            made: Output = {"output_type": kind, "data": data, "metadata": {}}
            if kind == "execute_result":
                made["execution_count"] = None
            return made
        return None

    def _data(self, data: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        if not isinstance(data, dict):
            return found
        for kind in _TEXTS:
            if isinstance(data.get(kind), str) and (text := self._text(data[kind], cut=kind == "text/plain")):
                found[kind] = text
        for kind in _PICTURES:
            if isinstance(data.get(kind), str) and (picture := self._picture(data[kind])):
                found[kind] = picture
        return found

    def _text(self, text: Any, *, cut: bool = True) -> str:
        """What there is room for; a text that must not be cut (HTML) is dropped if it is too long."""
        if not isinstance(text, str):
            return ""
        text = text.encode("utf-8", "replace").decode("utf-8")
        if len(text) > self.text:
            text = text[: self.text] + CUT if cut and self.text else ""
            self.text = 0
            return text
        self.text -= len(text)
        return text

    def _picture(self, text: str) -> str:
        if len(text) > self.pictures:
            return ""
        try:
            base64.b64decode(text.replace("\n", ""), validate=True)
        except (binascii.Error, ValueError):
            return ""
        self.pictures -= len(text)
        return text
