"""A company as files in memory: for one person, who gets the tables and neither the seed nor the truth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from generator.block import count_orders, make_block_and_sums, make_company_tables, number_orders
from generator.errors import WrongUse
from generator.making import pieces
from generator.making.asked import Run, world_of
from generator.making.generating import BLOCK, manifest_of_records
from generator.scenario import Scenario, read_scenario
from generator.schema import TABLES, documents
from generator.storage.manifest import NAME, Manifest
from generator.vocabulary import vocabulary

TRUTH = "truth/"
"""Where the truth lies, with a manifest of its own, so that it can be kept from the tables."""


@dataclass(frozen=True)
class Packed:
    """Files by their paths. `truth`, all below `truth/`, is empty unless it was asked for."""

    tables: dict[str, bytes]
    truth: dict[str, bytes] = field(default_factory=dict)


class _Basket:
    """Takes what is written, as a run towards a folder would."""

    prefix = ""

    def __init__(self) -> None:
        self.place = self
        self.files: dict[str, bytes] = {}

    def write(self, part: str, content: Any) -> None:
        self.files[part] = bytes(content)


def pack(
    scenario: str | Path | Scenario = "fernhill",
    customers: int = 5_000,
    seed: int = 11,
    *,
    holder: str | None = None,
    truth: bool = False,
    papers: bool = True,
    until: dt.date | str | None = None,
) -> Packed:
    """Make a company as files that tell neither its seed nor, in `tables`, its truth.

    The parts hold the same bytes as `generate` writes for the same arguments. `holder`: the mark of the
    person, for the manifest. `papers`: with dictionary and `datapackage.json`. Raises `WrongUse` for
    arguments that cannot be used.
    """
    if customers > BLOCK:
        raise WrongUse(f"A company for one person has up to {BLOCK:,} customers; found {customers:,}.")
    world = world_of(read_scenario(scenario), seed, customers, until)
    basket = _Basket()
    numbers = number_orders([count_orders(world, 0, world.people)])
    blocks, sums = make_block_and_sums(world, 0, world.people, numbers[0], truth)
    made = blocks | make_company_tables(world, truth, sums)
    job = pieces.Job(b"", cast("Run", basket), truth, "parquet")
    record = pieces.write_tables(world, job, "00000", made)
    whole = manifest_of_records(world, truth, [record])
    seen = {name: about for name, about in whole.tables.items() if not TABLES[name].truth}
    manifest = replace(whole, seed=None, holder=holder, truth=False, tables=seen)
    tables = {part: content for part, content in basket.files.items() if not part.startswith(TRUTH)}
    tables[NAME] = manifest.as_json().encode()
    if papers:
        tables["DICTIONARY.md"] = documents.dictionary(manifest, vocabulary(world)).encode()
        tables["datapackage.json"] = documents.datapackage(manifest).encode()
    if not truth:
        return Packed(tables)
    hidden = {name: about for name, about in whole.tables.items() if TABLES[name].truth}
    apart = {part: content for part, content in basket.files.items() if part.startswith(TRUTH)}
    apart[TRUTH + NAME] = _of_truth(manifest, hidden).as_json().encode()
    return Packed(tables, apart)


def _of_truth(manifest: Manifest, hidden: dict[str, dict]) -> Manifest:
    """A manifest of the truth alone, its files as seen from the folder of the truth."""
    tables = {
        name: about | {"files": {part.removeprefix(TRUTH): facts for part, facts in about["files"].items()}}
        for name, about in hidden.items()
    }
    return replace(manifest, truth=True, tables=tables)
