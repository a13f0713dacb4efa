"""Who works at Fernhill, and with whom."""

from __future__ import annotations

from generator.schema.model import Table

TABLES: tuple[Table, ...] = ()
