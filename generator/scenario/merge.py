"""YAML files as data that remembers on which line of which file each value stands, and can be merged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from generator.errors import WrongUse

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """Data, and for each place in it (keys and list positions) the file and line that gave it."""

    data: dict
    lines: dict[Place, tuple[Path, int]]

    def where(self, place: Place, otherwise: Path) -> tuple[Path, int]:
        """File and line of a place, or of its nearest parent that exists."""
        for length in range(len(place), 0, -1):
            if tuple(place[:length]) in self.lines:
                return self.lines[tuple(place[:length])]
        return otherwise, 1


def read_source(path: Path) -> Source:
    """Read one YAML file. Raises `WrongUse` with file and line if it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=Loader)
        data = yaml.load(text, Loader=Loader)
    except UnicodeDecodeError as error:
        raise WrongUse(f"{path} is not UTF-8 text; save it as UTF-8.") from error
    except OSError as error:
        raise WrongUse(f"The file {path} cannot be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        raise WrongUse(f"{where}: this is not valid YAML ({getattr(error, 'problem', error)}).") from error
    if not isinstance(data, dict):
        raise WrongUse(f"{path}, line 1: expected `name: value` lines; compare with a preset.")
    lines: dict[Place, tuple[Path, int]] = {}
    _note(node, (), path, lines)
    return Source(data, lines)


def _note(node: yaml.Node, place: Place, path: Path, lines: dict) -> None:
    lines[place] = (path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _note(value, (*place, key.value), path, lines)
    elif isinstance(node, yaml.SequenceNode):
        for k, value in enumerate(node.value):
            _note(value, (*place, k), path, lines)


def merged(below: Source, above: Source) -> Source:
    """`above` laid over `below`: groups are merged, everything else is replaced."""
    replaced: set[Place] = set()
    data = _laid(below.data, above.data, (), replaced)
    kept = {
        place: line
        for place, line in below.lines.items()
        if not any(place[: len(gone)] == gone for gone in replaced)
    }
    return Source(data, {**kept, **above.lines})


def _laid(below: dict, above: dict, place: Place, replaced: set[Place]) -> dict:
    data = dict(below)
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(data.get(key), dict):
            data[key] = _laid(data[key], value, (*place, key), replaced)
        else:
            replaced.add((*place, key))
            data[key] = value
    return data


def explain(error: ValidationError, source: Source, path: Path) -> str:
    """What pydantic found wrong, in one sentence with file, line, place and what was found."""
    problems = error.errors(include_url=False)
    first = problems[0]
    place = ".".join(str(part) for part in first["loc"]) or "the whole file"
    given = first.get("input")
    shown = f" (found {given!r})" if isinstance(given, (int, float, str, bool)) else ""
    more = f" ({len(problems) - 1} more after this one.)" if len(problems) > 1 else ""
    message = first["msg"].removeprefix("Value error, ")
    file, line = source.where(first["loc"], path)
    return f"{file}, line {line}: {place}: {message}{shown}.{more}"
