"""What a lesson's notebook imports.

    from classroom import load, check, study, toys, explore, figures, clv

- `load`: the company's tables (`load("orders")`)
- `check`: looks at an answer and says what is missing, in words
- `study`: predictions, recall questions, ordering puzzles, hints, progress
- `toys`: the company on one page, small enough to check by hand
- `explore`: one explorer with sliders per lesson, each with a twin in words
- `figures`: the figure theme, alternative text, small tables
- `clv`: reference models of customer lifetime value

The rooms are opened when they are first used, so importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from classroom import check, clv, explore, figures, study, toys
    from classroom.data import load

__all__ = ["check", "clv", "explore", "figures", "load", "study", "toys"]


def __getattr__(name: str) -> Any:
    if name == "load":
        from classroom.data import load

        return load
    if name in ("check", "clv", "data", "explore", "figures", "lessons", "study", "toys", "words"):
        return import_module(f"classroom.{name}")
    raise AttributeError(f"module 'classroom' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
