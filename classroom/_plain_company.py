"""A company read as it lies on disk, until the generator's reading side is there."""

from __future__ import annotations

import json
from pathlib import Path


class Company:
    """Tables of a folder."""

    def __init__(self, path):
        """Read the manifest."""
        self.path = Path(path)
        self.manifest = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        self.tables = sorted(p.parent.name for p in self.path.glob("*/part-*.parquet"))

    @classmethod
    def open(cls, path):
        """Open."""
        return cls(path)

    def table(self, name):
        """One table."""
        import pandas as pd

        return pd.concat([pd.read_parquet(p) for p in sorted((self.path / name).glob("part-*.parquet"))])
