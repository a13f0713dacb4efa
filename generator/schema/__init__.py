"""The one description of every table and column."""

from generator.schema import (
    accounts,
    club,
    contact,
    deliveries,
    journeys,
    market,
    organisation,
    parameters,
    people,
    service,
    shop,
    text,
    trials,
    voice,
)
from generator.schema.model import KINDS, Column, Table

SUBJECTS = (
    people,
    accounts,
    shop,
    deliveries,
    club,
    contact,
    service,
    voice,
    text,
    trials,
    journeys,
    organisation,
    market,
    parameters,
)
_ALL = [table for subject in SUBJECTS for table in subject.TABLES]
# What students see comes first, then the truth.
TABLES: dict[str, Table] = {table.name: table for table in sorted(_ALL, key=lambda table: table.truth)}

__all__ = ["KINDS", "TABLES", "Column", "Table"]
