"""The names that a test cell sees: its own and the author's first, Python's next, the student's last."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any


class Names(dict):
    """The global names of the tests' process. `student` gives a name of the student's, or raises NameError.

    A name that is neither the tests' own nor Python's is asked for in the student's process. So a student
    can neither replace a name that the tests made nor `len` or `sum`. What came is kept until `forget`.
    """

    def __init__(self, student: Callable[[str], Any]) -> None:
        """Start with what every module has."""
        super().__init__({"__name__": "__main__", "__builtins__": builtins, "__doc__": None})
        self.student = student
        self._had: dict[str, Any] = {}

    def __missing__(self, name: Any) -> Any:
        """Look further for a name that the tests do not have."""
        if not isinstance(name, str) or name.startswith("__") or hasattr(builtins, name):
            raise KeyError(name)
        if name not in self._had:
            try:
                self._had[name] = self.student(name)
            except NameError:
                raise KeyError(name) from None
        return self._had[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is such a name, here or in the student's notebook."""
        try:
            self[name]
        except KeyError:
            return False
        return True

    def get(self, name: Any, default: Any = None) -> Any:
        """The value of a name, or `default`."""
        try:
            return self[name]
        except KeyError:
            return default

    def drop(self, names: list[str]) -> None:
        """Take out names that from here on are the student's."""
        for name in names:
            self.pop(name, None)
        self.forget()

    def forget(self) -> None:
        """Ask again for the student's names when they are used next: they may have changed."""
        self._had.clear()
