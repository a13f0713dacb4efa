"""`explore.<name>()` and `explore.<name>_text()` for each explorer that a lesson's folder holds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module, invalidate_caches
from inspect import Parameter, Signature
from pathlib import Path
from textwrap import fill
from types import ModuleType
from typing import Any

from classroom import lessons
from classroom.errors import Misuse, Spoken
from classroom.explore.fitted import TextTwin, fit
from classroom.explore.sliders import Sliders
from classroom.explore.spec import Explorer
from classroom.lessons import bank
from classroom.pages import WIDTH
from classroom.words import say

#: The folder of the course at hand, where it stands in the package's path.
_of_course: list[str] = []
TABLES = Parameter("tables", Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=Mapping | None)


class NoExplorer(Spoken, AttributeError):
    """There is no explorer of this name: one sentence in a notebook, an AttributeError for Python."""


@bank.kept
def explorers() -> dict[str, Explorer]:
    """Every lesson's explorer by its name, in the order of the course.

    Raises
    ------
    ValueError
        two have one name, or one has the name of a module here: a mistake of the course, found by its tests
    """
    taken = {path.stem: "explore itself" for path in Path(__file__).parent.glob("*.py")}
    found: dict[str, Explorer] = {}
    files: dict[str, Path] = {}
    for folder in _folders():
        for path in Path(folder).glob("[0-9][0-9]_*/explorer.py"):
            files.setdefault(path.parent.name, path)
    for lesson, path in sorted(files.items()):
        explorer: Explorer = _module(lesson, path).EXPLORER
        if explorer.name in taken:
            raise ValueError(
                f"The explorer of {lesson}, {explorer.name!r}: {taken[explorer.name]} has the name"
            )
        taken[explorer.name] = lesson
        found[explorer.name] = explorer
    return found


def _folders() -> list[str]:
    """Where lessons' folders lie: the place of the package, with that of the course at hand before it."""
    others = [folder for folder in lessons.__path__ if folder not in _of_course]
    own = bank.of_course()
    _of_course[:] = [] if own is None else [str(own)]
    lessons.__path__ = [*_of_course, *others]
    return lessons.__path__


def _module(lesson: str, path: Path) -> ModuleType:
    """A lesson's explorer, from this file and not from one of another course that was open before."""
    package = f"{lessons.__name__}.{lesson}"
    there = sys.modules.get(f"{package}.explorer")
    if there is not None and Path(str(there.__file__)) != path:
        for name in (package, f"{package}.explorer"):
            sys.modules.pop(name, None)
    invalidate_caches()
    return import_module(f"{package}.explorer")


def names() -> list[str]:
    """Names of all calls."""
    return sorted(name + end for name in explorers() for end in ("", "_text"))


@bank.kept
def call(name: str) -> Callable[..., Any]:
    """The function that stands behind `explore.<name>`.

    Raises
    ------
    NoExplorer
        there is none; the sentence lists those that there are
    """
    explorer = explorers().get(name.removesuffix("_text"))
    if explorer is None:
        raise NoExplorer(say("explorer.unknown", name=name, names=", ".join(names()) or say("word.missing")))
    return text_of(explorer) if name.endswith("_text") else sliders_of(explorer)


def sliders_of(explorer: Explorer) -> Callable[..., Sliders]:
    """The call that shows the explorer with its sliders."""

    def show(tables: Any = None) -> Sliders:
        return Sliders(fit(explorer, tables))

    controls = "".join(f"\n- {control.label}: {control.meaning}" for control in explorer.controls)
    about = say("explorer.help", about=fill(explorer.about, WIDTH), name=explorer.name)
    return _function(explorer.name, f"{about}\n{controls}\n", [TABLES], show, Sliders)


def text_of(explorer: Explorer) -> Callable[..., TextTwin]:
    """The call that says the same in words."""

    def tell(tables: Any = None, **given: Any) -> TextTwin:
        asked = {
            control.name: control.taken(given[control.name])
            for control in explorer.controls
            if given.get(control.name) is not None
        }
        fitted = fit(explorer, tables)
        return fitted.text({**fitted.start, **asked})

    parameters = [
        TABLES.replace(name=control.name, annotation=(int if control.whole else float) | None)
        for control in explorer.controls
    ]
    about = say("explorer.help-text", about=fill(explorer.about, WIDTH), name=explorer.name)
    lines = "".join(f"\n{c.name} : {c.span()}\n    {c.meaning}" for c in explorer.controls)
    doc = f"{about}\n\nParameters\n----------{lines}\ntables : {say('explorer.help-tables')}\n"
    return _function(f"{explorer.name}_text", doc, [*parameters, TABLES], tell, TextTwin)


def _function(
    name: str, doc: str, parameters: list[Parameter], do: Callable[..., Any], gives: type
) -> Callable[..., Any]:
    """A function with a signature and a help of its own; a call that does not fit ends in a sentence."""
    signature = Signature(parameters, return_annotation=gives)

    def function(*values: Any, **named: Any) -> Any:
        try:
            given = signature.bind(*values, **named)
        except TypeError as error:
            takes = ", ".join(signature.parameters)
            raise Misuse(say("explorer.wrong-call", name=name, takes=takes, what=error)) from None
        return do(**given.arguments)

    function.__name__ = function.__qualname__ = name
    function.__module__ = "classroom.explore"
    function.__doc__ = doc
    function.__signature__ = signature  # type: ignore[attr-defined]
    return function
