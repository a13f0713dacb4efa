"""What a worker does with one block: count its orders; make its tables and write their parts."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generator import memory
from generator.block import count_orders, make_block_and_sums
from generator.business.results import Sums
from generator.errors import UserError
from generator.making.asked import Run
from generator.schema import TABLES, Table
from generator.storage import arrow, digest, parts
from generator.vocabulary import vocabulary
from generator.world import World

SUMS = "sums"  # in a block's record: what it leaves for the tables of the whole company


@dataclass(frozen=True)
class Job:
    """What a worker needs for any block; small, and the same for all of them."""

    world: bytes
    run: Run
    truth: bool
    ending: str


# A worker makes many blocks of one world: the world's tables are worked out once in each.
@lru_cache(maxsize=2)
def world_of(packed: bytes) -> World:
    """The world of a job."""
    memory.keep_freed()
    return pickle.loads(packed)


def count(job: Job, cut: tuple[int, int]) -> np.ndarray:
    """Orders of a block (first, count) on each day."""
    return count_orders(world_of(job.world), *cut)


def make(job: Job, item: tuple) -> tuple[int, dict]:
    """Make and write a block (number, first, count, first order numbers): its number and record."""
    k, first, count, first_ids = item
    if not job.run.here():
        raise UserError(f"A worker does not see {job.run.name}: give a folder that all share, or a URL.")
    world = world_of(job.world)
    tables, sums = make_block_and_sums(world, first, count, first_ids, job.truth)
    record = write_tables(world, job, f"{k:05d}", tables)
    record[SUMS] = {"rows": 0, "files": {}, "sums": sums.as_data()}  # no table, but kept like one
    job.run.write_record(f"{k:06d}", record)
    return k, record


def sums_of(world: World, records: dict[str, dict]) -> Sums:
    """What all blocks left together."""
    return sum((Sums.from_data(one[SUMS]["sums"], world) for one in records.values()), Sums.none(world))


def write_tables(world: World, job: Job, part: str, tables: dict) -> dict:
    """Write some rows of some tables as parts: name -> rows, lanes of the digest, files."""
    record = {}
    for name, columns in tables.items():
        table = TABLES[name]
        if table.truth and not job.truth:
            continue
        place = part_name(job.run, table, part, job.ending)
        data = arrow.to_arrow(table, columns, vocabulary(world))
        facts = parts.write_part(table, data, job.run.place, place)
        lanes = digest.digest_rows(table, columns, vocabulary(world))
        record[name] = {"rows": data.num_rows, "lanes": lanes, "files": {place: facts}}
    return record


def part_name(run: Run, table: Table, part: str, ending: str) -> str:
    """Where a part lies, seen from the company's place."""
    return f"{run.prefix}{'truth/' if table.truth else ''}{table.name}/part-{part}.{ending}"
