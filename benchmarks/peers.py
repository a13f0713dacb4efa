"""This generator beside others: cells per CPU second, whole processes, Parquet with Snappy, one core each.

    python benchmarks/peers.py --install              # a virtual environment with the peers, once (needs uv)
    python benchmarks/peers.py                        # measure, print a table
    python benchmarks/peers.py --rounds 3 --plot docs/generators.png --json

In each round every tool runs once, one after another, so all meet the same machine. Cells are rows × columns
of the Parquet files written; CPU seconds are user and system time of the process and its children, start
included. What each makes differs: tpchgen-cli copies the fixed TPC-H tables, the libraries fill columns with
independent draws, and only this one models customers, keeps its ledger exact and hashes every row.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
HOME = Path.home() / ".cache" / "centric-peers"
NEEDS = [
    "tpchgen-cli",
    "faker",
    "mimesis",
    "pandas",
    "pyarrow",
    "dbldatagen",
    "pyspark",
    "setuptools",
    "jmespath",
    "pyparsing",
]
OURS = "import sys; from generator import generate; generate(sys.argv[1], customers=int(sys.argv[2]), seed=7)"


def peer(name: str) -> Path:
    """The program `name` of the peers' environment."""
    folder = HOME / ("Scripts" if sys.platform == "win32" else "bin")
    return folder / name


def commands(customers: int, scale: int, rows: int) -> dict[str, list[str]]:
    """Tool -> command that writes Parquet files into the folder given as `{out}`."""
    python = str(peer("python"))
    made = {
        "this generator": [sys.executable, "-c", OURS, "{out}/company", str(customers)],
        "tpchgen-cli": [str(peer("tpchgen-cli")), "parquet", "-s", str(scale), "--num-threads", "1",
                        "-c", "SNAPPY", "--output-dir", "{out}"],
    }  # fmt: skip
    for tool in ("faker", "mimesis", "dbldatagen"):
        many = rows * 20 if tool == "dbldatagen" else rows
        made[tool] = [python, str(HERE / "peers" / f"with_{tool}.py"), "{out}", str(many)]
    return made


def one_run(command: list[str]) -> dict:
    """CPU seconds, wall seconds, peak memory, rows and cells of one whole process."""
    import pyarrow.parquet as pq

    with tempfile.TemporaryDirectory() as out:
        words = [word.format(out=out) for word in command]
        started = time.perf_counter()
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        message = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"{words[0]} failed: {message.decode(errors='replace')[-500:]}")
        files = [pq.ParquetFile(path).metadata for path in Path(out).rglob("*.parquet")]
        further = Path(out, "further_cpu_seconds")  # of processes that nobody waited for
        more = float(further.read_text(encoding="utf-8")) if further.exists() else 0.0
        return {
            "cpu_seconds": usage.ru_utime + usage.ru_stime + more,
            "wall_seconds": time.perf_counter() - started,
            "peak_mb": usage.ru_maxrss / 1000,
            "rows": sum(file.num_rows for file in files),
            "cells": sum(file.num_rows * file.num_columns for file in files),
        }


def measure(asked: argparse.Namespace) -> dict[str, dict]:
    """Median figures of each tool over the rounds."""
    tools = commands(asked.customers, asked.scale, asked.rows)
    found: dict[str, list[dict]] = {name: [] for name in tools if not asked.only or name in asked.only}
    for number in range(asked.rounds):
        for name in found:
            found[name].append(one_run(tools[name]))
            print(f"round {number + 1}, {name}: {found[name][-1]['cpu_seconds']:.1f} CPU s", file=sys.stderr)
    result = {}
    for name, runs in found.items():
        middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        rates = sorted(run["cells"] / run["cpu_seconds"] / 1e6 for run in runs)
        middle |= {"million_cells_per_cpu_second": statistics.median(rates), "all_rates": rates}
        result[name] = middle
    return result


def table(found: dict[str, dict]) -> str:
    """The figures as a Markdown table."""
    base = found.get("tpchgen-cli", {}).get("million_cells_per_cpu_second")
    lines = [
        "| tool | M rows | M cells | CPU s | M cells per CPU s (all runs) | beside tpchgen-cli | peak MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in found.items():
        rate = one["million_cells_per_cpu_second"]
        runs = ", ".join(f"{value:.3g}" for value in one["all_rates"])
        beside = f"{rate / base:.2g} ×" if base else "–"
        lines.append(
            f"| {name} | {one['rows'] / 1e6:.3g} | {one['cells'] / 1e6:.4g} | {one['cpu_seconds']:.1f} | "
            f"{rate:.3g} ({runs}) | {beside} | {one['peak_mb']:.0f} |"
        )
    return "\n".join(lines)


def plot(found: dict[str, dict], path: Path) -> None:
    """Rates as bars on a logarithmic axis, values written beside them."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    rates = {name: one["million_cells_per_cpu_second"] for name, one in found.items()}
    order = sorted(rates, key=rates.get)
    figure, axes = plt.subplots(figsize=(7.5, 3.2), layout="constrained")
    colours = ["#0173b2" if name == "this generator" else "#949494" for name in order]
    bars = axes.barh(order, [rates[name] for name in order], color=colours)
    axes.bar_label(bars, [f"{rates[name]:.3g}" for name in order], padding=4)
    axes.set(xscale="log", xlabel="million cells per CPU second, whole process (logarithmic)")
    axes.set_xlim(right=max(rates.values()) * 3)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--install", action="store_true", help=f"make the peers' environment in {HOME}")
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--scale", type=int, default=2, help="TPC-H scale factor")
    parser.add_argument("--rows", type=int, default=200_000, help="rows of the libraries in Python")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", help="a tool; may be given several times")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.install:
        subprocess.run([shutil.which("uv") or "uv", "venv", "--quiet", str(HOME)], check=True)
        python = str(peer("python"))
        subprocess.run(["uv", "pip", "install", "--quiet", "--python", python, *NEEDS], check=True)
        return
    before = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    found = measure(asked)
    print(json.dumps(found, indent=2) if asked.json else table(found))
    print(f"load of the machine before: {before:.2f}", file=sys.stderr)
    if asked.plot:
        plot(found, asked.plot)


if __name__ == "__main__":
    main()
