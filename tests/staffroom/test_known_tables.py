"""Which of a test's arguments may lie with the students from the start: tables as they were loaded."""

from __future__ import annotations

import numpy as np
import pandas as pd

from staffroom.grading.inside.known import as_loaded


def test_only_tables_as_they_were_loaded_are_left_with_students():
    lines = pd.DataFrame({"customer_id": np.arange(6), "paid": np.arange(6.0)})
    loaded = [lines]
    assert as_loaded(lines.copy(deep=False), loaded)
    answer = lines.groupby("customer_id")[["paid"]].sum()
    changed = lines.copy(deep=False)
    changed["profit"] = 1.0
    for worked_out in (answer, changed, lines * 1, lines["paid"] + 0, lines.iloc[1:], 5, [lines]):
        assert not as_loaded(worked_out, loaded)
