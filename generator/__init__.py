"""Fernhill: a company whose truth is known, its data, and the tools to make and read it.

Public names: `Company` (open a company), `make_company` (one in memory), `generate` (one on disk),
`validate` (is a company whole?), `Scenario` and `read_scenario`, `TABLES` (the schema), `UserError` and
`WrongUse`. They are imported when first used, so `import generator` is quick.
"""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "Company": "generator.company",
    "make_company": "generator.company",
    "generate": "generator.making.generating",
    "append": "generator.making.appending",
    "export": "generator.making.exporting",
    "plan": "generator.making.planning",
    "validate": "generator.facts",
    "Scenario": "generator.scenario",
    "read_scenario": "generator.scenario",
    "TABLES": "generator.schema",
    "UserError": "generator.errors",
    "WrongUse": "generator.errors",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'generator' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
