"""How fast the reference models are fitted, and whether they reach the top of the likelihood.

    python benchmarks/fits.py                          # CDNOW, 100,000 and 1,000,000 customers
    python benchmarks/fits.py --customers 10000 --runs 5
    python benchmarks/fits.py --against PYTHON         # and `lifetimes`, in an environment that has it

Customers are simulated from BG/NBD in whole days, as most logs have it: many share a history, and equal
histories are worked out once. `exact` has time without a grid, where none do. Seconds are the least of
several runs, gathering of equal histories included; slope is the gradient at the estimate, in standard
errors; steps are evaluations of likelihood and gradient.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from classroom import clv  # noqa: E402
from classroom.clv.histories import gathered  # noqa: E402

CDNOW = ROOT / "tests" / "classroom" / "clv_data" / "cdnow_sample.csv"
PLANTED = {"r": 0.24, "alpha": 4.4, "a": 0.8, "b": 2.4}
PEER = """
import json, sys, time
import numpy as np
from lifetimes import BetaGeoFitter, ParetoNBDFitter
data, runs = np.load(sys.argv[1]), int(sys.argv[2])
found = {}
for name, model in (("BGNBD", BetaGeoFitter), ("ParetoNBD", ParetoNBDFitter)):
    if name == "ParetoNBD" and len(data["x"]) > 10_000:
        continue
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        fit = model().fit(data["x"], data["t_x"], data["T"])
        seconds.append(time.perf_counter() - start)
    found[name] = min(seconds)
print(json.dumps(found))
"""


def cdnow() -> pd.DataFrame:
    """The CDNOW sample with the mean value of its orders."""
    orders = pd.read_csv(CDNOW)
    orders["time"] = pd.Timestamp("1997-01-01") + pd.to_timedelta(orders["day"], unit="D")
    return clv.summarise(
        orders[orders["cents"] > 0],
        customer="customer",
        time="time",
        value="cents",
        until="1997-10-01",
        per_day=True,
    )


def simulated(customers: int, grid: bool) -> pd.DataFrame:
    """Histories of BG/NBD customers over 52 weeks, and gamma-gamma means."""
    rng = np.random.default_rng(customers)
    rate = rng.gamma(PLANTED["r"], size=customers) / PLANTED["alpha"]
    last = rng.geometric(np.maximum(rng.beta(PLANTED["a"], PLANTED["b"], size=customers), 1e-9))
    watched = rng.uniform(26, 52, size=customers)
    x, t_x, now = np.zeros(customers, dtype=int), np.zeros(customers), np.zeros(customers)
    active = np.arange(customers)
    while active.size:
        now[active] += rng.exponential(size=active.size) / rate[active]
        active = active[now[active] <= watched[active]]
        x[active] += 1
        t_x[active] = now[active]
        active = active[x[active] < last[active]]
    mean = rng.gamma(4.0 * (x + 1)) * 40 / rng.gamma(3.6, size=customers) / (x + 1)
    if grid:
        t_x, watched = np.floor(t_x * 7) / 7, np.floor(watched * 7) / 7
    return pd.DataFrame({"x": x, "t_x": t_x, "T": watched, "mean_value": mean})


def fits(table: pd.DataFrame) -> dict:
    """What is measured: name -> function that gives a fit."""
    data = tuple(table[name].to_numpy(float) for name in ("x", "t_x", "T"))
    rng = np.random.default_rng(len(table))
    seen = rng.integers(0, 36, size=len(table))
    stays = rng.geometric(np.maximum(rng.beta(0.7, 6.0, size=len(table)), 1e-9))
    return {
        "BGNBD": lambda: clv.BGNBD.fit(*data),
        "MBGNBD": lambda: clv.MBGNBD.fit(*data),
        "ParetoNBD": lambda: clv.ParetoNBD.fit(*data),
        "GammaGamma": lambda: clv.GammaGamma.fit(table["x"] + 1, table["mean_value"]),
        "ShiftedBetaGeometric": lambda: clv.ShiftedBetaGeometric.fit(np.minimum(stays, seen), stays <= seen),
    }


def least(work, runs: int) -> tuple[float, clv.Fit]:
    """Least seconds of `runs`, and what the work gives."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        given = work()
        seconds.append(time.perf_counter() - start)
    return min(seconds), given


def peer(python: str, table: pd.DataFrame, runs: int, scratch: Path) -> dict[str, float]:
    """Seconds of `lifetimes` in the environment of another interpreter."""
    np.savez(scratch, x=table["x"], t_x=table["t_x"], T=table["T"])
    words = [python, "-W", "ignore", "-c", PEER, str(scratch), str(runs)]
    return json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, action="append", help="size; may be given several times")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--against", metavar="PYTHON", help="an interpreter with `lifetimes`")
    asked = parser.parse_args()
    data = {"CDNOW": cdnow()}
    for size in asked.customers or [100_000, 1_000_000]:
        data[f"{size:,}"] = simulated(size, grid=True)
        data[f"{size:,} exact"] = simulated(size, grid=False)
    print(f"{'data':<16}{'histories':>10}  {'model':<21}{'seconds':>8}{'slope':>9}{'steps':>6}  lifetimes")
    for name, table in data.items():
        cells = len(gathered(table["x"], table["t_x"], table["T"]).x)
        other = {}
        if asked.against and "exact" not in name:
            import tempfile

            with tempfile.TemporaryDirectory() as folder:
                other = peer(asked.against, table, min(asked.runs, 2), Path(folder) / "histories.npz")
        for model, work in fits(table).items():
            seconds, fit = least(work, asked.runs)
            beside = f"{other[model]:.2f}" if model in other else ""
            row = f"{name:<16}{cells:>10,}  {model:<21}{seconds:>8.3f}{fit.slope:>9.0e}{fit.evaluations:>6}"
            print(f"{row}  {beside}")


if __name__ == "__main__":
    main()
