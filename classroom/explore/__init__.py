"""One explorer per lesson: questions, sliders, a picture that follows, and a twin in words.

    explore.whale()                                  # lesson 01, sliders
    explore.whale_text(months_mailed=3)              # the same numbers in words and a small table

An explorer answers nothing that is graded: sliders' positions are not kept when a notebook is handed in.

This room holds the machinery, and knows no lesson. What an explorer is about stands in one file per lesson,
`classroom/lessons/<lesson>/explorer.py`, as `EXPLORER = Explorer(name="whale", ...)`; see `explore.spec`.
`explore.<name>` and `explore.<name>_text` come from there, and are looked up when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any


def __getattr__(name: str) -> Any:
    if name.startswith("_"):  # Python and IPython ask for many of these, and no lesson is opened for them
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if Path(__file__).with_name(f"{name}.py").is_file():
        return import_module(f"{__name__}.{name}")
    from classroom.explore.calls import call

    return call(name)


def __dir__() -> list[str]:
    from classroom.explore.calls import names

    return names()
