"""A company for each student of a class: how long writing them takes, and until a first table is there.

    python benchmarks/companies.py                          # 500 companies of 5,000 customers, 2 processes
    python benchmarks/companies.py --count 50 --workers 1 --json

The second figure is that of a notebook: the time from `from classroom import load` (done) to the first table.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

FIRST_TABLE = """
import time
from classroom import load
start = time.perf_counter()
load("orders")
print(time.perf_counter() - start)
"""


def write(folder: str, customers: int, seed: int) -> int:
    """Write one company without its truth, as a student gets it; its size in bytes."""
    from generator import generate

    out = Path(folder) / f"student_{seed:04d}"
    generate(out, customers=customers, seed=seed, truth=False)
    return sum(path.stat().st_size for path in out.rglob("*") if path.is_file())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--customers", type=int, default=5_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    before = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with ProcessPoolExecutor(asked.workers) as pool:
            sizes = list(pool.map(partial(write, folder, asked.customers), range(1, asked.count + 1)))
        seconds = time.perf_counter() - started
    first = []
    for _ in range(3):
        run = subprocess.run([sys.executable, "-c", FIRST_TABLE], capture_output=True, text=True, check=True)
        first.append(float(run.stdout))
    found = {
        "load_before": round(before, 2),
        "companies": asked.count,
        "customers_each": asked.customers,
        "workers": asked.workers,
        "seconds": round(seconds, 1),
        "seconds_each": round(seconds / asked.count, 3),
        "megabytes_each": round(statistics.mean(sizes) / 1e6, 2),
        "first_table_seconds": round(statistics.median(first), 3),
    }
    print(json.dumps(found, indent=2) if asked.json else "\n".join(f"{k:>20}  {v}" for k, v in found.items()))


if __name__ == "__main__":
    main()
