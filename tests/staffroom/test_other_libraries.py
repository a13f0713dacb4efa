"""Answers in libraries that the course does not bring: they score as any other.

`.ci/run` installs what is needed from requirements-others.lock.
"""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pandas as pd
import players_of_target as target
import pytest

from classroom import check
from staffroom.grading import gradebook
from staffroom.grading.inside.codec import decode, encode
from staffroom.grading.inside.limits import Limits
from staffroom.grading.run import grade_lesson

pl = pytest.importorskip("polars", reason="needs requirements-others.lock: polars")

FRAME = {
    "number": [1, 2, None],
    "euros": [1.5, None, 3.0],
    "text": ["a", None, "ü"],
    "yes": [True, False, None],
    "day": [dt.date(2024, 2, 29), None, dt.date(2025, 1, 1)],
    "at": [dt.datetime(2024, 2, 29, 12), None, dt.datetime(2025, 1, 1)],
}


def test_a_frame_crosses_as_the_pandas_frame_that_polars_makes_of_it():
    frame = pl.DataFrame(FRAME)
    crossed = decode(encode(frame, Limits()), Limits())
    pd.testing.assert_frame_equal(crossed, frame.to_pandas())
    series = decode(encode(frame["euros"], Limits()), Limits())
    pd.testing.assert_series_equal(series, frame["euros"].to_pandas())
    both = decode(encode({"one": frame.head(1), "rest": [frame["text"]]}, Limits()), Limits())
    assert len(both["one"]) == 1 and both["rest"][0].tolist()[2] == "ü"


def test_what_is_no_table_yet_does_not_cross_as_data():
    with pytest.raises(Exception, match="no plain data"):
        encode(pl.DataFrame(FRAME).lazy(), Limits())


def test_checks_take_frames_and_series():
    frame = pl.DataFrame({"line": ["a", "b"], "eur": [1.0, 2.0]})
    want = pd.DataFrame({"eur": [1.0, 2.0]}, index=pd.Index(["a", "b"], name="line"))
    check.same(frame, want, "answer", unit="EUR")
    check.same(frame["eur"], np.array([1.0, 2.0]), "answer", unit="EUR")
    with pytest.raises(AssertionError, match="answer"):
        check.same(frame.with_columns(pl.col("eur") + 1), want, "answer", unit="EUR")


@pytest.mark.slow
def test_full_score_in_the_sandbox(tmp_path):
    course, released = target.make_course(tmp_path / "course")
    for player in target.players("others"):
        place = course.submitted / player.name / target.LESSON / f"{target.LESSON}.ipynb"
        place.parent.mkdir(parents=True)
        place.write_bytes(target.hand_in(released, target.RIGHT, player.cells))
    grade_lesson(course, target.LESSON, workers=2)
    with gradebook.opened(course) as book:
        found = gradebook.scores(book, target.LESSON)
    for player in target.players("others"):
        path = course.autograded / player.name / target.LESSON / f"{target.LESSON}.ipynb"
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        told = [o["evalue"] for cell in cells for o in cell.get("outputs", []) if o["output_type"] == "error"]
        scores = {score.cell.removeprefix("test_"): score.score for score in found[player.name]}
        assert scores == target.POINTS, f"{player.about} {told}"
