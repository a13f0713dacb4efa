"""Which bands of real retailers the scenario aims at."""

from __future__ import annotations

import difflib

from pydantic import field_validator

from generator.scenario.parts.base import Part

# What `generator.realism.bands` judges.
BAND_NAMES = (
    "repeat_rate",
    "top_fifth",
    "gini",
    "gap_ratio",
    "gap_variation",
    "spend_spread",
    "frequency_spend",
    "activity_falls",
    "activity_flattens",
    "returns",
    "returns_online",
    "answers_split",
    "answers_extreme",
    "product_tail",
    "product_steepens",
)


class Realism(Part):
    """Names of the bands that this company is made to leave (see `generator.realism.bands`)."""

    not_meant: list[str]

    @field_validator("not_meant")
    @classmethod
    def _known(cls, names: list[str]) -> list[str]:
        for name in names:
            if name not in BAND_NAMES:
                near = difflib.get_close_matches(name, BAND_NAMES, 1)
                hint = f" Did you mean `{near[0]}`?" if near else f" It has: {', '.join(BAND_NAMES)}."
                raise ValueError(f"there is no band `{name}`.{hint}")
        return names
