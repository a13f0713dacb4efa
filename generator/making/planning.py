"""What a run would give and cost: measured on a small block here and now, nothing written."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path

from generator.block import count_orders, make_block, make_company_tables, number_orders
from generator.business import results
from generator.engines import check_engine
from generator.making.asked import check_format, world_of
from generator.making.generating import BLOCK
from generator.scenario import Scenario, read_scenario
from generator.schema import TABLES
from generator.storage import arrow, digest, parts
from generator.vocabulary import vocabulary
from generator.world import World

SAMPLE = 4_000
#: Seconds until the workers of an engine stand, measured on two slow cores.
START_SECONDS = {"serial": 0.0, "processes": 1.5, "dask": 5.0}
#: Rows per second and core that go into a DuckDB file with its keys, measured likewise.
DUCK_ROWS = 170_000


@dataclass(frozen=True)
class Plan:
    """What a run would give: per table rows, bytes and files, and the seconds that it would take.

    `customers`: those who come before its end. `sampled`: customers in the block that was measured; 0 if
    that was the whole company.
    """

    customers: int
    sampled: int
    tables: dict[str, dict[str, int]]
    blocks: int
    workers: int
    seconds: float

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table["rows"] for table in self.tables.values())

    @property
    def bytes(self) -> int:
        """Bytes of all files."""
        return sum(table["bytes"] for table in self.tables.values())

    @property
    def files(self) -> int:
        """Files of all tables."""
        return sum(table["files"] for table in self.tables.values())


def plan(
    *,
    scenario: str | Path | Scenario = "fernhill",
    customers: int = 8_000,
    seed: int = 7,
    until: dt.date | str | None = None,
    truth: bool = True,
    format: str = "parquet",
    workers: int = 1,
    engine: str | None = None,
    scheduler: str | None = None,
    block: int = BLOCK,
) -> Plan:
    """What `generate` with the same arguments would give and cost. Raises as it does for wrong arguments."""
    engine = check_engine(engine, workers, scheduler)
    check_format(format)
    began = time.perf_counter()
    world = world_of(read_scenario(scenario), seed, customers, until)
    sampled = min(SAMPLE, world.people)
    whole = sampled == world.people
    # The sample's customers are those of a smaller run: what is per customer is right, and laws are drawn.
    once = _weigh(world, make_company_tables(world, truth, results.Sums.none(world)), truth, format)
    _sample(world, min(200, sampled), truth, format)  # what is worked out once is not the block's cost
    fixed = time.perf_counter() - began
    began = time.perf_counter()
    per = _sample(world, sampled, truth, format)
    seconds = time.perf_counter() - began
    scale = world.people / sampled
    blocks = -(-world.people // block)
    tables = {}
    for name in TABLES:
        if name in once:
            rows, size = once[name]
            tables[name] = {"rows": rows, "bytes": size, "files": 1}
        elif name in per:
            rows, size = per[name]
            tables[name] = {"rows": round(rows * scale), "bytes": round(size * scale), "files": blocks}
    at_work = min(workers, blocks) if engine != "serial" else 1
    total = fixed + seconds * scale / at_work + START_SECONDS[engine]
    if format == "duckdb":
        total += sum(table["rows"] for table in tables.values()) / DUCK_ROWS
        for table in tables.values():
            table["files"] = 0
        tables[next(iter(tables))]["files"] = 1
    came = per["customers"][0]  # fewer than their numbers, where the run ends early: some come only after it
    return Plan(tables["customers"]["rows"], 0 if whole else came, tables, blocks, at_work, total)


def _sample(world: World, count: int, truth: bool, format: str) -> dict[str, tuple[int, int]]:
    numbers = number_orders([count_orders(world, 0, count)])
    return _weigh(world, make_block(world, 0, count, numbers[0], truth), truth, format)


def _weigh(world: World, tables: dict, truth: bool, format: str) -> dict[str, tuple[int, int]]:
    """(rows, bytes) of some tables, worked out as a run would: encoded and hashed."""
    encode = parts.ENCODE["csv" if format == "csv" else "parquet"]
    found = {}
    for name, columns in tables.items():
        table = TABLES[name]
        if truth or not table.truth:
            data = arrow.to_arrow(table, columns, vocabulary(world))
            found[name] = (data.num_rows, encode(table, data).size)
            digest.digest_rows(table, columns, vocabulary(world))
    return found
