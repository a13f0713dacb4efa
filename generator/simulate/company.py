"""People as a company to be played, in memory or as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from generator.business.organisation import front_line
from generator.business.surveys import MANY, SOME
from generator.play.company import NEVER, Company, company_data
from generator.play.record import Record, record
from generator.policy.decision import as_it_is
from generator.scenario.model import Scenario
from generator.simulate.rows import People
from generator.simulate.vectors import Vectors

# What a turn asks of a scenario; nothing else goes into a company's file.
PARTS: dict[str, Any] = {
    "app": {"lift"},
    "service": {
        "hand_offs": True, "lost_per_hand_off": True, "weeks": True, "waiting": True, "mood": True,
        "callers": True, "claims": {"mean_eur", "generosity", "granted_later", "repurchase"},
    },
    "deliveries": {"late": True},
    "contact": {"mailing_eur", "months_after_last_order"},
    "future": {"discount_per_year"},
    "costs": {"ticket"},
    "channels": {"__all__": {"name", "saturation", "cost_per_customer_eur"}},
    "needs": {"__all__": {"name"}},
    "lines": {"__all__": {"name", "return_factor"}},
    "organisation": {"stage"},
    "voice": {"nps": True},
    "policy": True,
}  # fmt: skip


def company_of(people: People) -> Company:
    """The company that these people make (NumPy's arrays, shared with them)."""
    limits, counts = np.unique(front_line(people.world).limit / 100.0, return_counts=True)
    rows = people.rows
    return Company(
        usual=record(vars(as_it_is(people.scenario))),
        rows=rows.taken(slice(None), app_week=np.minimum(rows.app_week, NEVER)),
        until=people.until.tolist(),
        lengths=people.lengths.tolist(),
        starts=people.starts.tolist(),
        dead_mail=people.dead_mail.tolist(),
        line_shares=people.line_shares.tolist(),
        line_costs=people.line_costs.tolist(),
        main=people.main,
        claims=record({
            "logs": people.scales.logs.tolist(),
            "unit": people.scales.unit.tolist(),
            "clerks": list(zip(limits.tolist(), (counts / counts.sum()).tolist(), strict=True)),
        }),
        often=[float(SOME), float(MANY)],
        scenario=asked(people.scenario),
        arrays=Vectors(),
    )  # fmt: skip


def asked(scenario: Scenario) -> Record:
    """Of a scenario, what a turn asks."""
    found: Record = record(scenario.model_dump(mode="json", include=PARTS))
    return found


def write_company(people: People, path: Path) -> None:
    """Write the file from which `generator.play` reads a company."""
    path.write_text(json.dumps(company_data(company_of(people)), allow_nan=False), encoding="utf-8")
