"""How a student's notebook shows that something cannot work: one sentence, no traceback."""

from __future__ import annotations

from generator.errors import UserError, WrongUse


class Spoken:
    """Mixed into an exception: a notebook shows its text alone, not the code that raised it.

    IPython asks an exception for `_render_traceback_` before it draws its own. Besides being kinder, this
    keeps the source of a hidden test out of the feedback.
    """

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


class Trouble(Spoken, UserError):
    """A file, a folder or a company is not as it should be: what, where, and what to do."""


class Misuse(Spoken, WrongUse):
    """A function of the classroom was called in a way that cannot work, for instance with a wrong name."""
