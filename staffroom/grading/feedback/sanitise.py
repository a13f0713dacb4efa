"""A student's HTML made harmless: taken apart, and put together again from what is allowed, nothing else.

Whatever goes in, out comes text in which every `<` belongs to a tag of the list below, written by us, with
attributes of the list below, whose values have been looked at, and every tag that is opened is closed again
in order. How we read what goes in may differ from how a browser would; that does no harm, since a browser
only gets what we wrote. One pass is enough: the parsers at hand take minutes over some broken texts.

Scripts, styles, links, forms, drawings and frames are left out; so are ids and handlers. Pictures stay only
if they carry their own bytes. (The page forbids all else besides, by its content security policy.)
"""

from __future__ import annotations

import re
from html import escape, unescape

#: Longer HTML (pictures not counted) is not taken apart; the output's plain text stands in for it.
LONGEST = 120_000
DEEPEST = 40
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
_CLASSES = {"centric-table", "centric-page", "dataframe", "t", "head"}
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
_TOKEN = re.compile(r"picture:(\d{1,5})")
_EMPTY_HEAD = re.compile(r"<th(?: [^>]*)?>\s*</th>")
#: A tag; a `<` inside one means that it is none.
_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?+""")


def sanitise(markup: str) -> str | None:
    """The harmless part of some HTML, as a piece to be put into a page; None if it is too long for that.

    Tables lose empty heads, headings become paragraphs, links become their text.
    """
    pictures: list[str] = []

    def lift(found: re.Match[str]) -> str:
        # kept aside: hundreds of kilobytes that nothing has to be looked for in
        pictures.append(found[0])
        return f"picture:{len(pictures) - 1}"

    text = _PICTURE.sub(lift, markup.replace("\0", ""))
    if len(text) > LONGEST:
        return None
    writer = _Writer(pictures)
    writer.read(text)
    return _EMPTY_HEAD.sub("<td></td>", writer.result())


class _Writer:
    def __init__(self, pictures: list[str]) -> None:
        self.pictures = pictures
        self.out: list[str] = []
        self.open: list[str] = []

    def result(self) -> str:
        return "".join([*self.out, *(f"</{tag}>" for tag in reversed(self.open))])

    def read(self, text: str) -> None:
        at = 0
        while at < len(text):
            start = text.find("<", at)
            if start < 0:
                start = len(text)
            if start > at:
                self.out.append(escape(unescape(text[at:start]), quote=False))
            at = self._markup(text, start) if start < len(text) else start

    def _markup(self, text: str, at: int) -> int:
        """Deal with what begins with `<` at a place; gives the place behind it."""
        if text.startswith("<!--", at):
            return _behind(text, "-->", at + 4)
        if text.startswith(("<!", "<?"), at):
            return _behind(text, ">", at + 2)
        found = _TAG.match(text, at)
        if found is None:
            self.out.append("&lt;")
            return at + 1
        closing, tag, attributes = found[1], found[2].lower(), found[3]
        if tag in _SWALLOWED:
            if closing or attributes.endswith("/"):
                return found.end()
            end = re.compile(rf"</{tag}\b[^>]*+>", re.IGNORECASE | re.ASCII).search(text, found.end())
            return end.end() if end else len(text)
        if closing:
            self._close("p" if tag in _HEADINGS else tag)
        else:
            self._start(tag, attributes)
        return found.end()

    def _start(self, tag: str, attributes: str) -> None:
        extra = ""
        if tag in _HEADINGS:
            tag, extra = "p", ' class="head"'
        if tag not in _TAGS or len(self.open) >= DEEPEST:
            return
        kept = "".join(f' {name}="{escape(value)}"' for name, value in self._attributes(tag, attributes))
        if tag == "img" and " src=" not in kept:
            return
        self.out.append(f"<{tag}{extra or kept}>")
        if tag not in _VOID:
            self.open.append(tag)

    def _close(self, tag: str) -> None:
        if tag in self.open:
            while True:
                last = self.open.pop()
                self.out.append(f"</{last}>")
                if last == tag:
                    return

    def _attributes(self, tag: str, attributes: str) -> list[tuple[str, str]]:
        kept: dict[str, str] = {}
        for found in _ATTRIBUTE.finditer(attributes):
            name, value = found[1].lower(), unescape(found[2] or found[3] or found[4] or "").strip()
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
        number = int(found[1]) if found else len(self.pictures)
        if number >= len(self.pictures) or len(self.pictures[number]) > LONGEST_PICTURE:
            return ""
        return self.pictures[number]


def _behind(text: str, end: str, at: int) -> int:
    place = text.find(end, at)
    return len(text) if place < 0 else place + len(end)


def _style(text: str) -> str:
    kept = []
    for part in text[:1000].lower().split(";"):
        name, _, value = (word.strip() for word in part.partition(":"))
        if name not in _PROPERTIES or not _VALUE.fullmatch(value):
            continue
        if name != "display" or value in _DISPLAY:
            kept.append(f"{name}:{value}")
    return ";".join(kept)
