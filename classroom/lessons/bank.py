"""Read a lesson's files; what is wrong with one is said with file and key.

A lesson's folder lies beside this file, or in a course of one's own: in the folder that CENTRIC_LESSONS names
(`centric` and the sandbox say it so), else in `classroom/lessons/` of the working folder or the nearest one
above it. A lesson of the course's own stands in for one of the same name.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from classroom.errors import Trouble
from classroom.words import say

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

    import pandas as pd
    from pydantic import BaseModel

    from classroom.lessons.schema import LessonWords, PageFile

FOLDER = Path(__file__).parent
INSIDE = Path("classroom", "lessons")
VARIABLE = "CENTRIC_LESSONS"
HELP, PAGE, BUILT = "help.yaml", "page.yaml", "built.json"
FROM_TEXT = ("title", "objectives", "glossary", "can_wait", "audits", "samples")
"""Keys of a lesson's words that come from its text, by way of what was built from it."""

File = TypeVar("File", bound="BaseModel")
Found = TypeVar("Found")
_kept: list[_lru_cache_wrapper[Any]] = []


def kept(function: Callable[..., Found]) -> _lru_cache_wrapper[Found]:
    """Keep what a function found in lessons' folders, until `forget`."""
    keeping = cache(function)
    _kept.append(keeping)
    return keeping


def of_course() -> Path | None:
    """The folder of lessons of the course at hand, unless these are the ones that come with Centric."""
    named = os.environ.get(VARIABLE, "").strip()
    here = Path.cwd()
    places = [Path(named)] if named else [folder / INSIDE for folder in (here, *here.parents)]
    found = next((place.resolve() for place in places if place.is_dir()), None)
    return None if found == Path(__file__).resolve().parent else found


def folders() -> list[Path]:
    """Where lessons' folders lie: in the course at hand, then beside this file."""
    own = of_course()
    return [FOLDER] if own is None else [own, FOLDER]


def folder_of(lesson: str) -> Path:
    """The folder of one lesson; it need not be there."""
    places = [folder / lesson for folder in folders()]
    return next((place for place in places if place.is_dir()), places[0])


def names() -> list[str]:
    """The lessons that have a folder with help, in the order of the course."""
    found = (path for folder in folders() for path in folder.glob(f"[0-9][0-9]_*/{HELP}"))
    return sorted({path.parent.name for path in found})


@kept
def read(lesson: str) -> LessonWords:
    """What a lesson's helpers say; empty if the lesson has no help.

    What `FROM_TEXT` names comes from the lesson's text.

    Raises
    ------
    Trouble
        the file is not YAML, or a key in it is unknown, missing or of the wrong kind
    """
    from classroom.lessons.schema import LessonWords

    folder = folder_of(lesson)
    if not (folder / HELP).is_file():
        return LessonWords.model_construct(lesson=lesson, title=lesson)
    return read_words(folder)


def read_words(folder: Path) -> LessonWords:
    """A lesson's words from any folder, checked; raises Trouble as `read` does."""
    from classroom.lessons.schema import LessonWords

    content = _yaml(folder / HELP)
    told = _json(folder / BUILT)
    own = {"lesson": folder.name}
    own |= {name: told[name] for name in FROM_TEXT if name in told}
    for name in own.keys() & content.keys():
        where = "the folder's name" if name == "lesson" else "in the lesson's text"
        _wrong(folder / HELP, name, f"it is {where}; delete it here")
    return _checked(LessonWords, {"title": folder.name, **content, **own}, folder / HELP)


@kept
def read_page(lesson: str) -> PageFile | None:
    """A lesson's page as its author wrote it; None if it has none. Raises Trouble as `read` does."""
    from classroom.lessons.schema import PageFile

    path = folder_of(lesson) / PAGE
    return _checked(PageFile, _yaml(path), path) if path.is_file() else None


@kept
def built(lesson: str) -> dict[str, Any]:
    """What was built from a lesson's text; empty if nothing was."""
    return _json(folder_of(lesson) / BUILT)


def forget() -> None:
    """Look for every lesson and read every file anew from now on."""
    for keeping in _kept:
        keeping.cache_clear()


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        _wrong(path, say("lesson.file"), "it is damaged; `centric build` makes it anew")


def _yaml(path: Path) -> dict[str, Any]:
    import yaml

    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it is not UTF-8 text"
        _wrong(path, say("lesson.line", line=mark.line + 1) if mark else say("lesson.file"), what)
    if not isinstance(content, dict):
        _wrong(path, say("lesson.file"), "it holds no keys")
    return content


def _checked(kind: type[File], content: dict[str, Any], path: Path) -> File:
    from pydantic import ValidationError

    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or say("lesson.file")
        _wrong(path, place, first["msg"].removeprefix("Value error, "))


def _wrong(path: Path, place: str, what: str) -> NoReturn:
    raise Trouble(
        say("lesson.wrong", file=f"{path.parent.name}/{path.name}", place=place, what=what)
    ) from None


@cache
def _loader() -> type:
    """A safe YAML loader that refuses a key given twice (YAML itself keeps the last one silently)."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen = set()
            for key_node, _ in node.value:
                if key_node.value in seen:
                    problem = f"the key {key_node.value!r} is there twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
                seen.add(key_node.value)
            return super().construct_mapping(node, deep)

    return Loader


def table_of(value: Any) -> Any:
    """A value as a lesson's file gives it: lines with commas become a table, anything else stays.

    A table has its columns' names in the first line; blanks around commas do not matter.
    """
    if not isinstance(value, str) or "\n" not in value.strip() or "," not in value.splitlines()[0]:
        return value
    return _read_table(value).copy(deep=False)  # pandas copies when one of the two is written to


@lru_cache(maxsize=200)
def _read_table(value: str) -> pd.DataFrame:
    import pandas as pd

    rows = [",".join(cell.strip() for cell in line.split(",")) for line in value.strip().splitlines()]
    frame = pd.read_csv(io.StringIO("\n".join(rows)))
    for column in frame.columns:
        if column.endswith("_at"):
            frame[column] = pd.to_datetime(frame[column], utc=True)
        elif column.endswith("_on"):
            frame[column] = pd.to_datetime(frame[column])
    return frame
