"""Is a company like real ones? Measures of a transaction log, and the bands of real retailers.

Public names: `measure` (all measures of a company, judged), `take` (of any log), `read_log` (a log from a
file), `BANDS`, `Log`, `Measure`. They are imported when first used.
"""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "BANDS": "generator.realism.bands",
    "Log": "generator.realism.log",
    "Measure": "generator.realism.taking",
    "measure": "generator.realism.taking",
    "read_log": "generator.realism.read",
    "take": "generator.realism.taking",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'generator.realism' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
