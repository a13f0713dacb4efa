"""Read a lesson's YAML file; what is wrong with one is said with file and key."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classroom.errors import Trouble
from classroom.words import say

if TYPE_CHECKING:
    import pandas as pd

    from classroom.lessons.schema import LessonWords

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """The lessons that have a file, in the order of the course."""
    return sorted(path.stem for path in FOLDER.glob("[0-9][0-9]_*.yaml"))


@cache
def read(lesson: str) -> LessonWords:
    """The content of `classroom/lessons/<lesson>.yaml`; empty if the lesson has no file.

    Raises
    ------
    Trouble
        the file is not YAML, or a key in it is unknown, missing or of the wrong kind
    """
    path = FOLDER / f"{lesson}.yaml"
    if not path.is_file():
        from classroom.lessons.schema import LessonWords

        return LessonWords.model_construct(lesson=lesson, title=lesson)
    return read_file(path)


def read_file(path: Path) -> LessonWords:
    """A lesson's content from any file, checked; raises Trouble as `read` does."""
    import yaml
    from pydantic import ValidationError

    from classroom.lessons.schema import LessonWords

    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "it is not UTF-8 text"
        place = say("lesson.line", line=mark.line + 1) if mark else say("lesson.file")
        raise Trouble(say("lesson.wrong", file=path.name, place=place, what=what)) from None
    if not isinstance(content, dict):
        raise Trouble(say("lesson.wrong", file=path.name, place=say("lesson.file"), what="it holds no keys"))
    try:
        words = LessonWords.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or say("lesson.file")
        what = first["msg"].removeprefix("Value error, ")
        raise Trouble(say("lesson.wrong", file=path.name, place=place, what=what)) from None
    if words.lesson != path.stem:
        what = f"it says {words.lesson!r}, and the file is called {path.stem!r}"
        raise Trouble(say("lesson.wrong", file=path.name, place="lesson", what=what))
    return words


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
