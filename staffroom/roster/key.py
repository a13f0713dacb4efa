"""What follows from the course's secret: seeds, marks, and the fingerprint by which it is known again."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from dataclasses import dataclass, field


def same_form(name: str) -> str:
    """A name with accents in one form: a Mac's folders write them in another."""
    return unicodedata.normalize("NFC", name)


@dataclass(frozen=True)
class Key:
    """A course's secret of 32 bytes. All that is made from it is the same wherever it is made."""

    course: str
    secret: bytes = field(repr=False)

    def seed(self, student: str, lesson: str) -> int:
        """The seed of a student's company in a lesson: 63 bits, which nobody can try through."""
        return self._number("company", student, lesson)

    def others(self, lesson: str) -> int:
        """What the further companies of a lesson's tests start from, the same for the whole class."""
        return self._number("others", "", lesson)

    def nobody(self, lesson: str) -> int:
        """The seed of a company that belongs to no student, for trying a lesson."""
        return self._number("nobody", "", lesson)

    def lot(self, student: str, lesson: str) -> int:
        """What decides by lot in a student's tests and reports, and cannot be told from the company."""
        return self._number("lot", student, lesson)

    def holder(self, student: str, lesson: str) -> str:
        """The mark in a student's files. It says nothing to those who do not have the secret."""
        return self._digest("holder", student, lesson).hex()[:16]

    @property
    def fingerprint(self) -> str:
        """By this the secret is known again; it may be seen by anyone."""
        return self._digest("fingerprint", "", "").hex()[:16]

    def _digest(self, purpose: str, student: str, lesson: str) -> bytes:
        words = [purpose, self.course, same_form(student), lesson]
        message = json.dumps(words, ensure_ascii=False).encode()  # no two lists of words give the same text
        return hmac.new(self.secret, message, hashlib.sha256).digest()

    def _number(self, purpose: str, student: str, lesson: str) -> int:
        return int.from_bytes(self._digest(purpose, student, lesson)[:8], "big") >> 1
