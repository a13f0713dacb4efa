"""Which bands of real retailers the scenario aims at."""

from __future__ import annotations

import difflib

from pydantic import field_validator

from generator.realism.bands import NAMES
from generator.scenario.parts.base import Part


class Realism(Part):
    """Names of the bands that this company is made to leave (see `generator.realism.bands`)."""

    not_meant: list[str]

    @field_validator("not_meant")
    @classmethod
    def _known(cls, names: list[str]) -> list[str]:
        for name in names:
            if name not in NAMES:
                near = difflib.get_close_matches(name, NAMES, 1)
                hint = f" Did you mean `{near[0]}`?" if near else f" It has: {', '.join(NAMES)}."
                raise ValueError(f"there is no band `{name}`.{hint}")
        return names
