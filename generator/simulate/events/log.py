"""The event log of a simulation: who joined, was offered something, ordered and left, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from generator.simulate.events.game import lived
from generator.simulate.events.running import EventSimulation

if TYPE_CHECKING:
    import pandas as pd

EVENTS = ("offered", "joined", "ordered", "left")


def event_log(found: EventSimulation) -> pd.DataFrame:
    """All events of a simulation in event mode, one row each, by customer and time.

    Returns
    -------
    pandas.DataFrame
        `customer_id`: as the generator numbers her; a further person of a prospect's kind has her number and
        a multiple of ten thousand millions on top (`events.further`). `quarter`: 1 for the first. `day`: on
        which it happened. `event`: `offered` (at the quarter's start), `joined`, `ordered` (the first order
        comes with joining) or `left`. `value_eur`: of an order what is paid, of an offer what it costs, else
        missing.
    """
    import pandas as pd

    people = found.game.people
    parts = [_of_turn(found, number) for number in range(len(found.turns))]
    quarter, row, week, event, value = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((event, week, people.ids[row]))
    clock = people.world.clock
    day = (clock.day_of(week[order]) + clock.first_day).astype("datetime64[D]").astype("datetime64[s]")
    return pd.DataFrame({
        "customer_id": people.ids[row[order]],
        "quarter": quarter[order],
        "day": day,
        "event": pd.Categorical.from_codes(event[order], categories=list(EVENTS)),
        "value_eur": value[order],
    })  # fmt: skip


def _of_turn(found: EventSimulation, number: int) -> tuple[np.ndarray, ...]:
    """Columns of a quarter's events: quarter, row, operational week, code of the event, EUR."""
    turn, game = found.turns[number], found.game
    done, starts = lived(turn), game.people.starts
    treated = np.flatnonzero(turn.treated) if turn.treated is not None else np.zeros(0, dtype=np.int64)
    came, left = np.flatnonzero(done.came), np.flatnonzero(done.left)
    rows = (treated, came, done.orders.row, left)
    weeks = (
        np.full(len(treated), starts[number]), game.chances.begins[came], done.orders.week,
        done.left_week[left],
    )  # fmt: skip
    missing = np.full(max(map(len, rows)), np.nan)
    values = (
        np.full(len(treated), game.rules.offers.offer_eur), missing[: len(came)], done.paid / 100.0,
        missing[: len(left)],
    )  # fmt: skip
    counts = [len(part) for part in rows]
    return (
        np.full(sum(counts), number + 1), np.concatenate(rows), np.concatenate(weeks),
        np.repeat(np.arange(len(EVENTS), dtype=np.int8), counts), np.concatenate(values),
    )  # fmt: skip
