"""The manifest: what a company's folder holds, with which digests, and what it was made from."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from pathlib import Path

from generator.errors import UserError
from generator.storage.place import Folder, Store, place_of

# 2: `people` and `stored`; manifests of format 1 are read as they are.
FORMAT = 2
# Changes whenever the same scenario and seed give another company: then answers change too.
DATA_VERSION = "3.0"
NAME = "manifest.json"


@dataclass
class Manifest:
    """The content of `manifest.json`.

    `tables`: name -> rows, cells, logical_digest, files (path -> bytes, sha256). `scenario`: the whole
    scenario as data. `customers`: those acquired in the scenario's own window; `people`: all up to `end`
    (None in manifests of format 1: the same). `stored`: how the tables lie there: parquet, csv or duckdb.
    `seed` is None where it must not be known; `holder` is then the mark of the person it was made for.
    """

    scenario_name: str
    seed: int | None
    customers: int
    start: str
    end: str
    scenario: dict
    tables: dict[str, dict] = field(default_factory=dict)
    truth: bool = True
    format: int = FORMAT
    data_version: str = DATA_VERSION
    people: int | None = None
    stored: str = "parquet"
    holder: str | None = None

    @property
    def came(self) -> int:
        """How many customers came up to `end`: none, if nobody did."""
        return self.customers if self.people is None else self.people

    def as_json(self) -> str:
        """The manifest as text, the same for the same company."""
        data = {each.name: getattr(self, each.name) for each in fields(self)}
        if self.holder is None:
            del data["holder"]
        return json.dumps(data, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, where: str | Path | Folder | Store) -> Manifest:
        """Read a company's manifest.

        Raises `UserError` if there is none, if it is damaged, or if it was written by a newer version.
        """
        place = where if isinstance(where, Folder | Store) else place_of(where)
        try:
            text = place.read(NAME)
        except FileNotFoundError as error:
            if isinstance(place, Store):
                place.look()  # says so if there is not even a bucket
            raise UserError(
                f"{place.name} holds no company: {NAME} is missing. Make one with "
                f"`centric generate --out {place.name}`."
            ) from error
        except NotADirectoryError as error:
            raise UserError(f"{place.name} is a file; a company is a folder with {NAME} in it.") from error
        return cls.parse(text, place.shown(NAME))

    @classmethod
    def parse(cls, text: bytes | str, name: str) -> Manifest:
        """A manifest from its text; `name`: where it stands, for what is said of a wrong one."""
        try:
            data = json.loads(text)
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise UserError(
                f"{name} is damaged; generate the company again or take it from your copy."
            ) from error
        version = data.get("format") if isinstance(data, dict) else None
        if not isinstance(version, int):
            raise UserError(f"{name} is not a manifest of a company: it has no whole number `format`.")
        if version > FORMAT:
            raise UserError(
                f"{name} was written by a newer version (format {version}; this one reads up to {FORMAT}). "
                f"Update the software."
            )
        try:
            return cls(**data)
        except TypeError as error:
            raise UserError(f"{name} is not a manifest of a company ({error}).") from error
