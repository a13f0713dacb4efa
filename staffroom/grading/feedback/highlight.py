"""Python code as HTML with a few quiet marks: keywords, texts, numbers, comments. Five colours are enough."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

LONGEST = 20_000
_CLASSES = (
    ("Token.Comment", "c"),
    ("Token.Literal.String", "s"),
    ("Token.Literal.Number", "m"),
    ("Token.Keyword", "k"),
    ("Token.Operator.Word", "k"),
    ("Token.Name.Function", "f"),
    ("Token.Name.Class", "f"),
)


@lru_cache(maxsize=1)
def _lexer() -> Any:
    from pygments.lexers.python import PythonLexer

    return PythonLexer(ensurenl=False, stripnl=False)


@lru_cache(maxsize=256)
def _class(kind: str) -> str:
    return next((name for start, name in _CLASSES if kind == start or kind.startswith(start + ".")), "")


@lru_cache(maxsize=512)
def code_html(source: str) -> str:
    """Code as the inside of a `<pre>`; escaped whatever it is. Many students write the same."""
    if len(source) > LONGEST:
        return escape(source[:LONGEST], quote=False) + "\n… (cut off)"
    out: list[str] = []
    last = ""
    for kind, text in _lexer().get_tokens(source):
        name = _class(str(kind))
        if name != last:
            if last:
                out.append("</span>")
            if name:
                out.append(f'<span class="{name}">')
            last = name
        out.append(escape(text, quote=False))
    return "".join(out) + ("</span>" if last else "")
