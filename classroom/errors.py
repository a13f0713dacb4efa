"""How a student's notebook shows that something cannot work: a few plain lines, no traceback."""

from __future__ import annotations

import re
import textwrap

from generator.errors import UserError, WrongUse

WIDTH = 88
"""Characters in a line of a message; Jupyter would break a longer one in the middle of a word."""
CODE = "    "
"""A line that begins so is code, and is left as it is."""


def wrapped(text: str, width: int = WIDTH) -> list[str]:
    """The lines of a message, none longer than `width` but for one word, a name in backticks, or code."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith(CODE) or not line.strip():
            lines.append(line.rstrip())
            continue
        # what stands in backticks is one word
        whole = re.sub(r"`[^`]*`", lambda name: name[0].replace(" ", "\0"), line)
        parts = textwrap.wrap(whole, width, break_long_words=False, break_on_hyphens=False)
        lines += [part.replace("\0", " ") for part in parts]
    return lines


class Spoken:
    """Mixed into an exception: a notebook shows its text alone, not the code that raised it.

    IPython asks an exception for `_render_traceback_` before it draws its own. Besides being kinder, this
    keeps the source of a hidden test out of the feedback.
    """

    def shown(self) -> str:
        """What its reader sees."""
        return str(self)

    def _render_traceback_(self) -> list[str]:
        return wrapped(self.shown())


class Trouble(Spoken, UserError):
    """A file, a folder or a company is not as it should be: what, where, and what to do."""


class Misuse(Spoken, WrongUse):
    """A function of the classroom was called in a way that cannot work, for instance with a wrong name."""
