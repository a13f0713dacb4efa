"""Read a policy: a named one, or a YAML file; what is wrong with a bad one is said in one sentence."""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from generator.errors import WrongUse
from generator.policy.model import Policy
from generator.scenario.merge import explain, read_source

PRESETS = Path(__file__).parent / "presets"


def policy_names() -> list[str]:
    """Names of the policies that come with the generator."""
    return sorted(path.stem for path in PRESETS.glob("*.yaml"))


def read_policy(name: str | Path | Policy) -> Policy:
    """The policy of a name, or of a YAML file.

    Raises `WrongUse` with file, line, place and allowed range where the file is wrong.
    """
    if isinstance(name, Policy):
        return name
    if str(name) in policy_names():
        return _preset(str(name))
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} or path.exists():
        if not path.is_file():
            raise WrongUse(f"The policy file {path} does not exist.")
        return _read(path)
    near = difflib.get_close_matches(str(name), policy_names(), 1)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    raise WrongUse(
        f"There is no policy `{name}`.{hint} Give one of {', '.join(policy_names())}, or a YAML file."
    )


def policy_text(policy: Policy) -> str:
    """A policy as the text of a YAML file that `read_policy` reads."""
    said = policy.model_dump(exclude_none=True, exclude_defaults=True)
    return yaml.safe_dump(said, sort_keys=False, default_flow_style=None, width=110, allow_unicode=True)


@cache
def _preset(name: str) -> Policy:
    return _read(PRESETS / f"{name}.yaml")


def _read(path: Path) -> Policy:
    source = read_source(path)
    try:
        return Policy.model_validate(source.data)
    except ValidationError as error:
        raise WrongUse(explain(error, source, path)) from None
