"""Take the outputs out of a notebook's text before it is parsed: a hundred megabytes then cost no memory."""

from __future__ import annotations

import re

from staffroom.grading.preflight.budget import Budget

#: Brackets and strings are drawn from the budget by so many.
_STEP = 1_000

# possessive: a string with a million escapes is passed without a million ways back; and a string without
# an end is a token, too, or the text would be read to its end for each quote in it
_TOKEN = re.compile(r'[{}\[\]]|"(?:[^"\\]++|\\.)*+(?P<end>"?+)(?P<colon>\s*+:)?+', re.DOTALL)
_CLOSES = {"}": "{", "]": "["}


def without_outputs(text: str, budget: Budget) -> str | None:
    """The JSON text with each list under `outputs` in a cell made empty; None if they are broken.

    Raises `OverBudget` where there are too many brackets and strings.
    """
    kept: list[str] = []
    stack: list[str] = []
    start = 0
    skip_from = 0
    skip_depth = 0
    armed = -1
    for count, found in enumerate(_TOKEN.finditer(text)):
        if count % _STEP == 0:
            budget.take("marks", _STEP)
        token = text[found.start()]
        if token == '"':
            if not found["end"]:
                return None
            key = not skip_depth and found["colon"] is not None and stack[-2:] == ["[", "{"]
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
