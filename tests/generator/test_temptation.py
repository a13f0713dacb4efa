"""What must hold of the simulator before anybody plays with it: order of policies, temptation, states.

The measures are those of `benchmarks/temptation.py`, which takes fifty companies of 5,000.
"""

import importlib.util
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEEDS = range(520, 524)


@cache
def benchmark(name="temptation"):
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("scenario", ["fernhill", "commodity"])
def test_the_simulator_tempts_as_it_should(scenario, seed):
    one = benchmark().measured(scenario, seed, customers=5_000, policies=200)
    failed = [name for name, good in benchmark().held(scenario, one).items() if not good]
    assert not failed, one


@pytest.mark.parametrize("scenario", ["fernhill", "commodity"])
def test_named_policies_come_in_their_order(scenario):
    """The quick part of the same: without policies by lot."""
    one = benchmark().measured(scenario, 520, customers=2_500, policies=2)
    by_lot = ("spearman", "keeps", "leads")
    bars = benchmark().held(scenario, one)
    assert all(good for name, good in bars.items() if not any(word in name for word in by_lot)), one


@pytest.mark.slow
def test_every_lever_is_best_inside_its_range_or_not_at_the_same_place_everywhere():
    found = benchmark("levers").judged(customers=3_000, seed=500)
    assert not {lever for lever, one in found.items() if not one["good"]}
