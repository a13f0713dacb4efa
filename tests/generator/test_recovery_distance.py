"""In fernhill the models end up at a distance from the truth that is known and bounded.

The figures are those of `benchmarks/distance.py`, kept in docs/distance.md.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
FEW, MANY = range(600, 601), range(600, 620)


@cache
def script():
    spec = importlib.util.spec_from_file_location("distance", ROOT / "benchmarks" / "distance.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def measured(scenario, seed):
    return script().distances(scenario, 5_000, seed)


def assert_bounded(seeds):
    for seed in seeds:
        found = measured("fernhill", seed)
        for setting, one in found.items():
            most = 1.28 if setting.clock == "seasonal" else 1.38  # four sd above the mean of 20 companies
            assert 0.88 < one.orders < most, (seed, setting, one)
            assert 0.95 < one.new < most, (seed, setting, one)
            if setting.months == 36:
                assert 0.88 < one.value < most and one.rank > 0.6, (seed, setting, one)
        for setting, one in found.items():
            if setting.clock == "calendar":  # December at the end looks like life
                other = found[setting._replace(clock="seasonal")]
                assert one.orders > other.orders + 0.02 and one.new > other.new, (seed, setting)


def test_the_distance_is_bounded():
    assert_bounded(FEW)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_distance_is_bounded_on_many_seeds():
    assert_bounded(MANY)
    for setting in measured("fernhill", MANY[0]):
        orders = np.mean([measured("fernhill", seed)[setting].orders for seed in MANY])
        low, high = (0.98, 1.22) if setting.clock == "seasonal" else (1.06, 1.30)
        assert low < orders < high, (setting, orders)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_in_the_textbook_there_is_none():
    """The same measure gives 1 within chance where the model is true, and sees the calendar's error there."""
    setting = script().Setting(36, "seasonal", "Pareto/NBD")
    for field in ("orders", "new", "value"):
        found = [getattr(measured("textbook", seed)[setting], field) for seed in MANY]
        assert abs(np.mean(found) - 1) < 4 * np.std(found) / np.sqrt(len(found)), (field, np.mean(found))
        assert np.std(found) < 0.05
    wrong = [measured("textbook", seed)[setting._replace(clock="calendar")].orders for seed in MANY]
    assert np.mean(wrong) > 1.02


def test_the_page_shows_the_measured_settings():
    page = (ROOT / "docs" / "distance.md").read_text(encoding="utf-8")
    for setting in measured("fernhill", FEW[0]):
        assert f"| {setting.months} | {setting.clock} | {setting.model} |" in page
