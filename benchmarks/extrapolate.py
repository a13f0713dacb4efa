"""How far it goes: what a company of a billion orders would take, from a sample and a measured rate.

    python benchmarks/extrapolate.py                                # sample of 200,000 customers, made here
    python benchmarks/extrapolate.py --company big --rate 25e6      # one that is there, measured before
    python benchmarks/extrapolate.py --orders 1e9 --block 100000 --write docs/scale.md

What belongs to customers grows with their number; tables made once stay as they are. The sample must be so
large that no floor of a small company binds (100,000 customers are). Every line of the answer names its
formula, so a reader can put other numbers in. `--write` puts it between the two marks of the page.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from generator import TABLES, generate
from generator.engines.cluster import AT_ONCE
from generator.making.generating import BLOCK
from generator.storage.manifest import NAME

START, END = "<!-- extrapolate: start -->\n", "<!-- extrapolate: end -->\n"
COPIES = 5
"""Arrays of blocks × days that are alive at once while orders are numbered (`number_orders`)."""


@dataclass(frozen=True)
class Sample:
    """What is counted in a company: per customer, and once."""

    customers: int
    orders: int
    rows: int
    cells: int
    bytes: int
    once_bytes: int
    once_tables: int
    block_tables: int
    days: int
    bytes_per_entry: float

    @classmethod
    def of(cls, folder: Path) -> Sample:
        """Count a company that lies in a folder."""
        text = (folder / NAME).read_text(encoding="utf-8")
        manifest = json.loads(text)
        tables = manifest["tables"]
        if "truth_customers" not in tables:
            raise SystemExit(f"{folder} has no truth tables; give a company that was made with them.")
        sizes = {
            name: sum(file["bytes"] for file in table["files"].values()) for name, table in tables.items()
        }
        many = [name for name in tables if TABLES[name].per == "block"]
        once = [name for name in tables if TABLES[name].per == "company"]
        entries = [len(json.dumps({part: facts}, indent=1)) for table in tables.values()
                   for part, facts in table["files"].items()]  # fmt: skip
        return cls(
            customers=tables["customers"]["rows"],
            orders=tables["orders"]["rows"],
            rows=sum(tables[name]["rows"] for name in many),
            cells=sum(tables[name]["cells"] for name in many),
            bytes=sum(sizes[name] for name in many),
            once_bytes=sum(sizes[name] for name in once),
            once_tables=len(once),
            block_tables=len(many),
            days=(dt.date.fromisoformat(manifest["end"]) - dt.date.fromisoformat(manifest["start"])).days,
            bytes_per_entry=sum(entries) / len(entries),
        )


def in_words(value: float, unit: str = "") -> str:
    """A large number, to three figures."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:.3g} {name} {unit}".strip()
    return f"{value:,.0f} {unit}".strip() if value >= 100 else f"{value:.3g} {unit}".strip()


def in_time(hours: float) -> str:
    """A time in hours or minutes, to three figures."""
    return f"{hours:.3g} hours" if hours >= 2 else f"{hours * 60:.3g} minutes"


def in_bytes(value: float) -> str:
    """A size, to three figures."""
    for size, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if value >= size:
            scaled = value / size
            return f"{scaled:.0f} {name}" if scaled >= 100 else f"{scaled:.3g} {name}"
    return f"{value:.0f} bytes"


def answer(
    sample: Sample, orders: float, rate: float, block: int, workers: int
) -> list[tuple[str, str, str]]:
    """The extrapolation as rows of (what, how much, how it follows)."""
    per = sample.orders / sample.customers
    customers = orders / per
    scale = customers / sample.customers
    blocks = math.ceil(customers / block)
    objects = blocks * sample.block_tables + sample.once_tables
    cells, size = sample.cells * scale, sample.bytes * scale + sample.once_bytes
    hours = cells / rate / 3600
    days, entry = sample.days, sample.bytes_per_entry
    return [
        ("customers", in_words(customers), f"orders / {per:.2f} orders per customer"),
        ("rows", in_words(sample.rows * scale), f"{sample.rows / sample.customers:.1f} per customer"),
        ("cells", in_words(cells), f"{sample.cells / sample.customers:.0f} per customer"),
        ("bytes, Parquet", in_bytes(size), f"{sample.bytes / sample.customers:.0f} per customer"),
        ("CPU time", in_time(hours), f"cells / {rate / 1e6:.1f} million cells per CPU second"),
        (f"wall time, {workers} workers", in_time(hours / workers), "CPU time / workers, at best"),
        ("blocks", f"{blocks:,}", f"customers / {block:,}"),
        ("tasks", f"{2 * blocks:,}", "2 × blocks: one to count, one to make"),
        ("tasks in flight", f"{AT_ONCE * workers:,}", f"{AT_ONCE} × workers (Dask)"),
        ("objects (files)", f"{objects:,}",
         f"blocks × {sample.block_tables} tables + {sample.once_tables} tables made once"),
        ("bytes per object", in_bytes(size / objects), "bytes / objects"),
        ("write requests", f"{objects + blocks:,}", "objects + one record per block"),
        ("counts at the driver", in_bytes(blocks * days * 8), f"blocks × {days:,} days × 8 bytes"),
        ("memory to number orders", in_bytes(COPIES * blocks * days * 8), f"{COPIES} × counts"),
        ("sent with each task", in_bytes(days * 8), f"{days:,} days × 8 bytes"),
        ("manifest", in_bytes(objects * entry), f"objects × {entry:.0f} bytes"),
    ]  # fmt: skip


def as_markdown(rows: list[tuple[str, str, str]], head: str) -> str:
    """The rows as a table."""
    lines = [head, "", "| what | how much | how it follows |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def main() -> None:
    """Measure, reckon, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--company", type=Path, help="a company with truth, of 100,000 customers or more")
    parser.add_argument("--customers", type=int, default=200_000, help="size of the sample that is made else")
    parser.add_argument("--rate", type=float, help="cells per CPU second; else measured on the sample")
    parser.add_argument("--orders", type=float, default=1e9)
    parser.add_argument("--block", type=int, default=BLOCK, help="customers in a block")
    parser.add_argument("--workers", type=int, default=64)
    parser.add_argument("--write", type=Path, help="a page with the two marks")
    asked = parser.parse_args()
    if asked.company and not asked.rate:
        parser.error("--company needs --rate: how fast it was made cannot be seen from its files")
    if asked.company:
        sample, rate = Sample.of(asked.company), asked.rate
        known = "the rate was given"
    else:
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder) / "company", customers=asked.customers, seed=7)
            spent = time.process_time()
            sample = Sample.of(Path(folder) / "company")
        rate = asked.rate or sample.cells / spent
        known = "the rate was given" if asked.rate else f"measured on it: {spent:.1f} CPU seconds"
    head = (
        f"{in_words(asked.orders)} orders in blocks of {asked.block:,} customers, from a sample of "
        f"{sample.customers:,} customers ({known}):"
    )
    text = as_markdown(answer(sample, asked.orders, rate, asked.block, asked.workers), head)
    if not asked.write:
        print(text, end="")
        return
    page = asked.write.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{asked.write} lacks the marks between which the table goes.")
    asked.write.write_text(f"{before}{START}\n{text}\n{END}{after}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
