"""Registered accounts as the systems hold them."""

from __future__ import annotations

from generator.schema.model import Table

TABLES: tuple[Table, ...] = ()
