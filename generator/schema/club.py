"""The Club: memberships and what members use."""

from __future__ import annotations

from generator.schema.model import Table

TABLES: tuple[Table, ...] = ()
