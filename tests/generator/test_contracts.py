"""Same seed, same company: whatever the cut, the engine, the process or the machine's settings."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from generator import Company, generate, make_company
from generator.block import (
    count_orders,
    make_block,
    make_block_and_sums,
    make_company_tables,
    number_orders,
)
from generator.block_values import Nullable
from generator.scenario import read_scenario
from generator.schema import TABLES
from generator.storage import digest
from generator.vocabulary import vocabulary
from generator.world import World


def digests(manifest):
    return {name: table["logical_digest"] for name, table in manifest.tables.items()}


def values(column):
    return column.values if isinstance(column, Nullable) else column


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    out = tmp_path_factory.mktemp("whole") / "company"
    return out, generate(out, customers=900, seed=5)


@pytest.mark.parametrize("block", [100, 333, 900])
def test_any_block_size_gives_the_same_company(whole, tmp_path, block):
    assert digests(generate(tmp_path / "c", customers=900, seed=5, block=block)) == digests(whole[1])


def test_two_workers_give_the_same_company(whole, tmp_path):
    again = generate(tmp_path / "c", customers=900, seed=5, block=300, workers=2)
    assert digests(again) == digests(whole[1])


def test_same_arguments_give_the_same_bytes(whole, tmp_path):
    out, manifest = whole
    assert generate(tmp_path / "c", customers=900, seed=5).as_json() == manifest.as_json()
    for path in sorted(out.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "c" / path.relative_to(out)).read_bytes(), path


def test_time_zone_locale_and_hash_seed_do_not_matter(whole, tmp_path):
    code = (
        "import json, sys; from generator import generate; m = generate(sys.argv[1], customers=900, seed=5); "
        "print(json.dumps({n: t['logical_digest'] for n, t in m.tables.items()}))"
    )
    strange = {**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "123"}
    words = [sys.executable, "-c", code, str(tmp_path / "c")]
    found = subprocess.run(words, env=strange, capture_output=True, text=True, check=True)
    assert json.loads(found.stdout) == digests(whole[1])


def test_the_processors_vector_units_do_not_matter(whole, tmp_path):
    """NumPy without its vector code paths is another machine, as far as last bits go."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    units = [name for name in __cpu_dispatch__ if __cpu_features__.get(name)]
    if not units:
        pytest.skip("this processor offers NumPy nothing that could be switched off")
    code = (
        "import json, sys; from generator import generate; m = generate(sys.argv[1], customers=900, seed=5); "
        "print(json.dumps({n: t['logical_digest'] for n, t in m.tables.items()}))"
    )
    plain = {**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(units)}
    words = [sys.executable, "-W", "ignore", "-c", code, str(tmp_path / "c")]
    found = subprocess.run(words, env=plain, capture_output=True, text=True, check=True)
    assert json.loads(found.stdout) == digests(whole[1])


def test_another_seed_gives_another_company(whole, tmp_path):
    other = digests(generate(tmp_path / "c", customers=900, seed=6))
    alike = {name for name in other if other[name] == digests(whole[1])[name]}
    # What the scenario fixes does not change with the seed.
    fixed = {"activity_costs", "campaigns", "clock", "regions"}
    assert alike == fixed | {"truth_acquisition", "truth_channels", "truth_parameters", "truth_products"}


def test_in_memory_is_the_same_company(whole):
    made, read = make_company(customers=900, seed=5, truth=True), Company.open(whole[0])
    for name in read.tables:
        assert made.table(name).equals(read.table(name)), name
    for name in read.truth.names:
        assert made.truth.table(name).equals(read.truth.table(name)), name


def test_a_smaller_run_is_the_start_of_a_larger_one():
    """All but the numbers of orders, which count the whole ledger day by day, and company-wide spend."""

    def made(customers, count):
        world = World(read_scenario("fernhill"), 8, customers)
        numbers = number_orders([count_orders(world, 0, count)])
        return make_block(world, 0, count, numbers[0])

    small, large = made(200, 200), made(700, 200)
    floored = {"visits", "truth_journeys"}  # so few customers have more journeys each
    for name, columns in small.items():
        if name in floored:
            continue
        for column, given in columns.items():
            assert np.array_equal(values(given), values(large[name][column])), (name, column)


def test_order_numbers_are_dense_and_rise_with_the_day():
    company = make_company(customers=900, seed=5)
    orders = company.table("orders").sort_values("order_id")
    assert orders["order_id"].tolist() == list(range(1, len(orders) + 1))
    assert orders["ordered_at"].dt.floor("D").is_monotonic_increasing


def test_golden_digests():
    """If this fails, the same scenario and seed give another company: raise DATA_VERSION and say so."""
    world = World(read_scenario("textbook"), 1, 400)
    numbers = number_orders([count_orders(world, 0, 400)])
    blocks, sums = make_block_and_sums(world, 0, 400, numbers[0])
    made = blocks | make_company_tables(world, True, sums)
    lanes = (0, 0)
    for name, columns in made.items():
        if name != "truth_parameters":
            lanes = digest.add(lanes, digest.digest_rows(TABLES[name], columns, vocabulary(world)))
    assert digest.as_text(lanes) == "a48fd1a7d063db24adea6edba789a6dd"


@pytest.mark.slow
def test_memory_does_not_grow():
    code = (
        "import resource, sys; from generator import generate; "
        "generate(sys.argv[1], customers=int(sys.argv[2]), seed=1); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    pytest.importorskip("resource")
    import tempfile

    peaks = []
    for customers in (60_000, 240_000):
        with tempfile.TemporaryDirectory() as folder:
            words = [sys.executable, "-c", code, f"{folder}/c", str(customers)]
            peaks.append(int(subprocess.run(words, capture_output=True, text=True, check=True).stdout))
    assert peaks[1] < 1.15 * peaks[0]
