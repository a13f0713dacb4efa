"""A recorded game as text, the same wherever it is played, and its digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields

from generator.play.decision import decision_of
from generator.play.running import Run, Shown

DECIMALS = 6  # of what is shown as a number that is not money


def text_of(run: Run) -> str:
    """Everything that each quarter shows: amounts in whole cents, the rest with six decimals."""
    return json.dumps(
        {"start": run.start, "quarters": [_plain(one) for one in run.quarters]},
        ensure_ascii=True, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip


def digest_of(run: Run) -> str:
    """SHA-256 of a recorded game."""
    return hashlib.sha256(text_of(run).encode("ascii")).hexdigest()


def _plain(one: Shown) -> dict:
    found = {
        f.name: _rounded(getattr(one, f.name)) for f in fields(one) if f.name not in ("decision", "ledger")
    }
    return found | {
        "decision": _rounded(vars(decision_of(vars(one.decision)))),
        "ledger": _rounded(asdict(one.ledger)),
    }


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return f"{value + 0.0:.{DECIMALS}f}"  # + 0.0: no minus before a zero
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return value
