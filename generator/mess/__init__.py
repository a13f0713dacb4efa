"""Dirt laid over a company, with the answer key: what real deliveries look like, and what they should say.

Public names: `make` (a messy company in memory), `undo` (with its key, clean again), `write`, `read`,
`read_recipe`, `Recipe`, `Messy`. They are imported when first used.
"""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "Messy": "generator.mess.messy",
    "Recipe": "generator.mess.recipe",
    "digests": "generator.mess.undoing",
    "make": "generator.mess.making",
    "read": "generator.mess.files",
    "read_recipe": "generator.mess.recipe",
    "recipe_names": "generator.mess.recipe",
    "undo": "generator.mess.undoing",
    "write": "generator.mess.files",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'generator.mess' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
