"""The one description of every table and column."""

from generator.schema import observable, truth
from generator.schema.model import KINDS, Column, Table

TABLES: dict[str, Table] = {table.name: table for table in (*observable.TABLES, *truth.TABLES)}

__all__ = ["KINDS", "TABLES", "Column", "Table"]
