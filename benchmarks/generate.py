"""How fast companies are made, and how much memory that takes: whole processes, imports included.

    python benchmarks/generate.py                      # 200,000 and 1,000,000 customers, one worker
    python benchmarks/generate.py --customers 50000 --workers 2 --runs 5 --json

Cells are rows × columns of all tables, truth included, written as Parquet with manifest and digests. CPU
seconds are user and system time of the process and its workers; peak memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUN = """
import json, resource, sys, time
start = time.perf_counter()
from generator import generate
if __name__ == "__main__":
    out, customers, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    manifest = generate(out, customers=customers, seed=7, workers=workers)
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({
        "cells": sum(table["cells"] for table in manifest.tables.values()),
        "rows": sum(table["rows"] for table in manifest.tables.values()),
        "cpu_seconds": sum(one.ru_utime + one.ru_stime for one in usage),
        "wall_seconds": time.perf_counter() - start,
        "peak_mb": max(one.ru_maxrss for one in usage) / 1000,
    }))
"""


def measure(customers: int, workers: int, runs: int) -> dict:
    """Median figures of `runs` whole processes."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "run.py"
        script.write_text(RUN, encoding="utf-8")
        for _ in range(runs):
            words = [sys.executable, str(script), f"{folder}/company", str(customers), str(workers)]
            found.append(json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout))
    middle = {key: statistics.median(run[key] for run in found) for key in found[0]}
    middle |= {"customers": customers, "workers": workers, "runs": runs}
    middle["rows_per_cpu_second"] = middle["rows"] / middle["cpu_seconds"]
    middle["cells_per_cpu_second"] = middle["cells"] / middle["cpu_seconds"]
    return middle


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, action="append", help="size; may be given several times")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    before = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    found = [measure(n, asked.workers, asked.runs) for n in asked.customers or [200_000, 1_000_000]]
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    print("customers  workers      rows     cells  CPU s  wall s  M rows/CPU s  M cells/CPU s  peak MB")
    for one in found:
        rows, cells = one["rows"] / 1e6, one["cells"] / 1e6
        row_rate, cell_rate = one["rows_per_cpu_second"] / 1e6, one["cells_per_cpu_second"] / 1e6
        print(
            f"{one['customers']:>9,} {one['workers']:>8} {rows:>7.2f} M {cells:>6.1f} M "
            f"{one['cpu_seconds']:>6.2f} {one['wall_seconds']:>7.2f} {row_rate:>13.2f} {cell_rate:>14.1f} "
            f"{one['peak_mb']:>8.0f}"
        )
    print(f"load of the machine before: {before:.2f}")


if __name__ == "__main__":
    main()
