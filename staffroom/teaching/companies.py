"""Companies to try a lesson on: one per seed, made when first asked for, kept until the process ends."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

#: Enough for every table and every group; a hidden test looks at a larger company besides.
CUSTOMERS = 2000


@cache
def _shelf() -> Path:
    shelf = Path(tempfile.mkdtemp(prefix="centric-companies-"))
    atexit.register(shutil.rmtree, shelf, ignore_errors=True)
    return shelf


@cache
def company(seed: int, *, customers: int = CUSTOMERS, scenario: str = "fernhill") -> Path:
    """The folder of the company with this seed, without its truth (a student has none either)."""
    from generator import generate

    out = _shelf() / f"{scenario}-{customers}-{seed}"
    generate(scenario=scenario, customers=customers, seed=seed, out=out, truth=False)
    return out


def companies(count: int, *, first: int = 101) -> list[Path]:
    """`count` companies with different seeds."""
    return [company(seed) for seed in range(first, first + count)]
