"""Every number that a company was made from."""

from __future__ import annotations

from generator.schema.model import Column, Table

TRUTH_PARAMETERS = Table(
    "truth_parameters",
    "number of the scenario",
    "every number that the company was made from",
    ("parameter",),
    (
        Column("parameter", "text", "Place in the scenario."),
        Column("value", "text", "Its value."),
    ),
    per="company",
    truth=True,
)

TABLES = (TRUTH_PARAMETERS,)
