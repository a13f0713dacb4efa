"""Take the outputs out of a notebook's text before it is parsed: a hundred megabytes then cost no memory."""

from __future__ import annotations

import re

#: Brackets and strings that are looked at before a file counts as too much.
MOST_TOKENS = 12_000_000

# possessive: a string with a million escapes is passed without a million ways back
_TOKEN = re.compile(r'[{}\[\]]|"(?:[^"\\]++|\\.)*+"(\s*+:)?+', re.DOTALL)
_CLOSES = {"}": "{", "]": "["}


def without_outputs(text: str) -> str | None:
    """The JSON text with each list under `outputs` in a cell made empty.

    None if the brackets do not match or there are too many: the text is then no notebook worth parsing.
    """
    kept: list[str] = []
    stack: list[str] = []
    start = 0
    skip_from = 0
    skip_depth = 0
    armed = -1
    for count, found in enumerate(_TOKEN.finditer(text)):
        if count > MOST_TOKENS:
            return None
        token = text[found.start()]
        if token == '"':
            key = not skip_depth and found[1] is not None and stack[-2:] == ["[", "{"]
            if key and text.startswith('"outputs"', found.start()):
                armed = found.end()
            else:
                armed = -1
        elif token in "{[":
            stack.append(token)
            if token == "[" and armed >= 0 and not text[armed : found.start()].strip():
                skip_from, skip_depth = found.end(), len(stack)
            armed = -1
        else:
            if not stack or stack.pop() != _CLOSES[token]:
                return None
            if skip_depth and len(stack) < skip_depth:
                kept.append(text[start:skip_from])
                start, skip_depth = found.start(), 0
            armed = -1
    if stack:
        return None
    kept.append(text[start:])
    return "".join(kept)
