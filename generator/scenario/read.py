"""Read a scenario from a preset's name or a YAML file; say precisely what is wrong with a bad one."""

from __future__ import annotations

import difflib
from pathlib import Path

import yaml
from pydantic import ValidationError

from generator.errors import WrongUse
from generator.scenario.model import Scenario

PRESETS = Path(__file__).parent / "presets"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def preset_names() -> list[str]:
    """Names of the scenarios that come with the generator."""
    return sorted(path.stem for path in PRESETS.glob("*.yaml"))


def read_scenario(name: str | Path | Scenario) -> Scenario:
    """The scenario of a preset's name or of a YAML file.

    Raises `WrongUse` with file, line, place and allowed range where the file is wrong.
    """
    if isinstance(name, Scenario):
        return name
    path = _find(name)
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=Loader)
        data = yaml.load(text, Loader=Loader)
    except UnicodeDecodeError as error:
        raise WrongUse(f"{path} is not UTF-8 text; save it as UTF-8.") from error
    except OSError as error:
        raise WrongUse(f"The scenario file {path} cannot be read: {error.strerror}.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        raise WrongUse(f"{where}: this is not valid YAML ({getattr(error, 'problem', error)}).") from error
    if not isinstance(data, dict):
        raise WrongUse(f"{path}: a scenario is a list of `name: value` lines; compare with a preset.")
    try:
        return Scenario.model_validate(data)
    except ValidationError as error:
        raise WrongUse(_explain(error, node, path)) from None


def _find(name: str | Path) -> Path:
    path = PRESETS / f"{name}.yaml"
    if path.is_file():
        return path
    given = Path(name)
    if given.suffix in {".yaml", ".yml"} or given.exists():
        if given.is_file():
            return given
        raise WrongUse(f"The scenario file {given} does not exist.")
    near = difflib.get_close_matches(str(name), preset_names(), 1)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    raise WrongUse(
        f"There is no scenario `{name}`.{hint} Give one of {', '.join(preset_names())}, or a YAML file."
    )


def _explain(error: ValidationError, node: yaml.Node, path: Path) -> str:
    problems = error.errors(include_url=False)
    first = problems[0]
    place = ".".join(str(part) for part in first["loc"]) or "the whole file"
    given = first.get("input")
    shown = f" (found {given!r})" if isinstance(given, (int, float, str, bool)) else ""
    more = f" ({len(problems) - 1} more after this one.)" if len(problems) > 1 else ""
    message = first["msg"].removeprefix("Value error, ")
    return f"{path}, line {_line(node, first['loc'])}: {place}: {message}{shown}.{more}"


def _line(node: yaml.Node, place: tuple) -> int:
    """Line of the node at `place`, or of its nearest parent that exists."""
    for step in place:
        child = None
        if isinstance(node, yaml.MappingNode):
            child = next((value for key, value in node.value if key.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            child = node.value[step]
        if child is None:
            break
        node = child
    return node.start_mark.line + 1
