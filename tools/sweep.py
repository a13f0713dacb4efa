"""Try everything that is planted, and all realism bands, on many companies.

    python tools/sweep.py                                # 200 seeds at 8,000 and at 5,000 customers
    python tools/sweep.py --customers 5000 --seeds 40 --workers 1

Prints each story or band that is missed anywhere, with its values, and exits with 1 if a size has more such
companies than its bar allows. The tests do the same on fewer seeds.
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from generator import make_company
from generator.realism.taking import OUTSIDE, measure
from generator.stories import STORIES, Ledger

FIRST = 1_000
#: Customers -> the share of companies on which everything must hold at once.
BARS = {8_000: 0.99, 5_000: 0.98}


def missed(seed: int, customers: int) -> dict[str, float | None]:
    """Stories and bands that a company of Fernhill misses, with the values found."""
    company = make_company(customers=customers, seed=seed, truth=True)
    ledger = Ledger(company)
    found: dict[str, float | None] = {s.name: s.measure(ledger) for s in STORIES if not s.holds(ledger)}
    return found | {f"band {m.name}": m.value for m in measure(company) if m.verdict == OUTSIDE}


def too_many(broken: int, seeds: int, customers: int) -> bool:
    """Whether more companies miss something than the bar of their size allows (one at least is allowed)."""
    return broken > max(1, round((1 - BARS.get(customers, min(BARS.values()))) * seeds))


def main() -> None:
    """Sweep and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, nargs="+", default=list(BARS))
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=FIRST, help="the first seed")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    failed = False
    with ProcessPoolExecutor(asked.workers) as pool:
        for customers in asked.customers:
            by_name: dict[str, dict[int, float | None]] = defaultdict(dict)
            broken = 0
            for seed, found in zip(seeds, pool.map(partial(missed, customers=customers), seeds), strict=True):
                broken += bool(found)
                for name, value in found.items():
                    by_name[name][seed] = value
            print(f"{customers:,} customers: {len(seeds) - broken} of {len(seeds)} companies hold everything")
            for name, values in sorted(by_name.items(), key=lambda item: -len(item[1])):
                shown = ", ".join(
                    f"{seed}: {'-' if value is None else f'{value:.3f}'}" for seed, value in values.items()
                )
                print(f"    {len(values):4d}  {name}  ({shown})")
            failed |= too_many(broken, len(seeds), customers)
    raise SystemExit(int(failed))


if __name__ == "__main__":
    main()
