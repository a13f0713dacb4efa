"""Read a scenario from a preset's name or a YAML file; say precisely what is wrong with a bad one.

A file may say `extends: fernhill` (a preset, a file beside it, or a list of them) and give only what
differs: groups of `name: value` lines are merged, lists are replaced.
"""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from generator.errors import WrongUse
from generator.scenario.merge import Source, explain, merged, read_source
from generator.scenario.model import Scenario

PRESETS = Path(__file__).parent / "presets"
MOST_STEPS = 20


def preset_names() -> list[str]:
    """Names of the scenarios that come with the generator."""
    return sorted(path.stem for path in PRESETS.glob("*.yaml"))


def read_scenario(name: str | Path | Scenario) -> Scenario:
    """The scenario of a preset's name or of a YAML file.

    Raises `WrongUse` with file, line, place and allowed range where the file is wrong.
    """
    if isinstance(name, Scenario):
        return name
    path = _find(name, Path())
    return _preset(path) if path.parent == PRESETS else _read(path)


@cache  # the companies of a class are made from one preset
def _preset(path: Path) -> Scenario:
    return _read(path)


def _read(path: Path) -> Scenario:
    source = _whole(path, ())
    try:
        return Scenario.model_validate(source.data)
    except ValidationError as error:
        raise WrongUse(explain(error, source, path)) from None


def _whole(path: Path, above: tuple[Path, ...]) -> Source:
    """A file's content laid over everything that it extends."""
    if path in above:
        raise WrongUse(f"{path}: `extends` leads back to this file; break the circle.")
    if len(above) > MOST_STEPS:
        raise WrongUse(f"{path}: more than {MOST_STEPS} files extend one another.")
    own = read_source(path)
    bases = own.data.pop("extends", [])
    bases = [bases] if isinstance(bases, str) else bases
    if not (isinstance(bases, list) and all(isinstance(base, str) for base in bases)):
        line = own.lines.get(("extends",), (path, 1))[1]
        raise WrongUse(f"{path}, line {line}: `extends` takes a preset's name, a file, or a list of them.")
    source = Source({}, {})
    for base in bases:
        source = merged(source, _whole(_find(base, path.parent), (*above, path)))
    return merged(source, own)


def _find(name: str | Path, beside: Path) -> Path:
    preset = PRESETS / f"{name}.yaml"
    given = Path(name)
    if preset.is_file() and not given.suffix:
        return preset
    if given.suffix in {".yaml", ".yml"} or given.exists():
        for path in (beside / given, given, PRESETS / given):
            if path.is_file():
                return path
        raise WrongUse(f"The scenario file {given} does not exist.")
    near = difflib.get_close_matches(str(name), preset_names(), 1)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    raise WrongUse(
        f"There is no scenario `{name}`.{hint} Give one of {', '.join(preset_names())}, or a YAML file."
    )
