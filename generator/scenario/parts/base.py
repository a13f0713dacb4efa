"""Kinds of numbers, and the base of every part of a scenario."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0, le=1e6)]
Weight = Annotated[float, Field(ge=0, le=1e6)]
Tie = Annotated[float, Field(ge=-0.95, le=0.95)]
Load = Annotated[float, Field(ge=-5, le=5)]
Spread = Annotated[float, Field(ge=0, le=2)]
Money = Annotated[float, Field(ge=0, le=100_000)]
Month = Annotated[int, Field(ge=1, le=240)]
RegionName = Literal["Coast", "East", "North", "South", "West"]


class Part(BaseModel):
    """Base of every part of a scenario: frozen, and a misspelt name is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
