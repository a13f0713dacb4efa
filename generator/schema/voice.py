"""What customers say: surveys, posts, ratings."""

from __future__ import annotations

from generator.schema.model import Table

TABLES: tuple[Table, ...] = ()
