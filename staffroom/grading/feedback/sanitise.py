"""A student's HTML made harmless: taken apart, and put together again from what is allowed, nothing else.

Whatever goes in, out comes text in which every `<` belongs to a tag of the list below, written by us, with
attributes of the list below, whose values have been looked at, and every tag that is opened is closed again
in order. Scripts, styles, links, forms, drawings and frames are left out; so are ids and handlers. Pictures
stay only if they carry their own bytes. (The page forbids all else besides, by its content security policy.)
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

#: Longer HTML (pictures not counted) is not taken apart; the output's plain text stands in for it.
LONGEST = 120_000
DEEPEST = 40
MOST_TAGS = 20_000
LONGEST_PICTURE = 2_000_000

_VOID = {"br", "hr", "img"}
_TAGS = _VOID | {
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption",
    "p", "div", "span", "b", "strong", "i", "em", "u", "s", "small", "sub", "sup", "code", "pre",
    "kbd", "samp", "ul", "ol", "li", "dl", "dt", "dd", "blockquote",
}  # fmt: skip
#: Headings would break the page's own outline.
_HEADINGS = {f"h{n}" for n in range(1, 7)}
#: Left out with all that is in them.
_SWALLOWED = {
    "script", "style", "template", "noscript", "noembed", "noframes", "iframe", "object", "svg", "math",
    "head", "title", "textarea", "select", "option", "button", "xmp", "plaintext", "audio", "video", "canvas",
    "frameset", "applet",
}  # fmt: skip
_CLASSES = {"centric-table", "centric-page", "dataframe", "t"}
_WORDS = {
    "scope": {"row", "col", "rowgroup", "colgroup"},
    "align": {"left", "right", "center"},
    "role": {"presentation"},
}
_COUNTS = {"colspan": 1000, "rowspan": 1000, "width": 4000, "height": 4000}
_PROPERTIES = {
    "text-align", "vertical-align", "font-weight", "font-style", "white-space", "margin", "padding", "gap",
    "max-width", "width", "height", "display", "flex-wrap", "align-items", "list-style",
    "margin-left", "margin-right", "margin-top", "margin-bottom", "padding-left", "padding-right",
}  # fmt: skip
_VALUE = re.compile(r"-?[a-z0-9.][a-z0-9 .%-]{0,60}")
_DISPLAY = {"block", "inline", "inline-block", "flex", "none", "inline-flex"}
_COUNT = re.compile(r"[0-9]{1,4}")
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml);base64,([A-Za-z0-9+/=]+)")
_TOKEN = re.compile(r"picture:(\d+)")
_EMPTY_HEAD = re.compile(r"<th(?: [^>]*)?>\s*</th>")


def sanitise(markup: str) -> str | None:
    """The harmless part of some HTML, as a piece to be put into a page; None where that cannot be done.

    Tables lose empty heads, headings become paragraphs, links become their text.
    """
    pictures: list[str] = []

    def lift(found: re.Match[str]) -> str:
        # kept aside: hundreds of kilobytes that nothing has to be looked for in
        pictures.append(found[0])
        return f"picture:{len(pictures) - 1}"

    text = _PICTURE.sub(lift, markup.replace("\0", ""))
    if len(text) > LONGEST or text.count("<") > MOST_TAGS or text.count("<!") > 200:
        return None
    writer = _Writer(pictures)
    try:
        writer.feed(text)
        writer.close()
    except (AssertionError, ValueError, RecursionError):  # the parser gives up on some broken declarations
        return None
    return _EMPTY_HEAD.sub("<td></td>", writer.result())


class _Writer(HTMLParser):
    def __init__(self, pictures: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures = pictures
        self.out: list[str] = []
        self.open: list[str] = []
        self.swallowing: list[str] = []

    def result(self) -> str:
        return "".join([*self.out, *(f"</{tag}>" for tag in reversed(self.open))])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SWALLOWED:
            self.swallowing.append(tag)
        if self.swallowing:
            return
        extra = ""
        if tag in _HEADINGS:
            tag, extra = "p", ' class="head"'
        if tag not in _TAGS or len(self.open) >= DEEPEST:
            return
        kept = "".join(f' {name}="{escape(value)}"' for name, value in self._attributes(tag, attrs))
        if tag == "img" and " src=" not in kept:
            return
        self.out.append(f"<{tag}{extra or kept}>")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # a browser takes `<div/>` for `<div>`, and `<br/>` for `<br>`
        if tag not in _SWALLOWED:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.swallowing:
            if tag in self.swallowing:
                while self.swallowing.pop() != tag:
                    pass
            return
        tag = "p" if tag in _HEADINGS else tag
        if tag in self.open:
            while True:
                last = self.open.pop()
                self.out.append(f"</{last}>")
                if last == tag:
                    return

    def handle_data(self, data: str) -> None:
        if not self.swallowing:
            self.out.append(escape(data, quote=False))

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> list[tuple[str, str]]:
        kept: dict[str, str] = {}
        for name, value in attrs:
            value = (value or "").strip()
            if name == "class":
                value = " ".join(word for word in value.split() if word in _CLASSES)
            elif name == "style":
                value = _style(value)
            elif name in _WORDS:
                value = value.lower() if value.lower() in _WORDS[name] else ""
            elif name in _COUNTS:
                value = value if _COUNT.fullmatch(value) and int(value) <= _COUNTS[name] else ""
            elif name == "src" and tag == "img":
                value = self._picture(value)
            elif not (name == "alt" and tag == "img"):
                continue
            if value:
                kept.setdefault(name, value)
        if tag == "img":
            kept.setdefault("alt", "A figure without a description")
        return list(kept.items())

    def _picture(self, value: str) -> str:
        found = _TOKEN.fullmatch(value)
        number = int(found[1]) if found and len(found[1]) < 6 else -1
        if not 0 <= number < len(self.pictures) or len(self.pictures[number]) > LONGEST_PICTURE:
            return ""
        return self.pictures[number]


def _style(text: str) -> str:
    kept = []
    for part in text[:1000].lower().split(";"):
        name, _, value = (word.strip() for word in part.partition(":"))
        if name not in _PROPERTIES or not _VALUE.fullmatch(value):
            continue
        if name != "display" or value in _DISPLAY:
            kept.append(f"{name}:{value}")
    return ";".join(kept)
