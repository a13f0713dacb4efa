"""Rows of owners: the same as the plain NumPy way, at any counts."""

import numpy as np
import pytest

from generator import draws, memory
from generator.rows import Merge, chosen, order_in_time, order_of, owners, runs

COUNTS = {
    "none at all": np.zeros(0, dtype=np.int64),
    "nobody has any": np.zeros(4, dtype=np.int64),
    "some have none": np.array([0, 2, 0, 0, 1, 3, 0]),
    "few each": draws.slice16(draws.keys(1, "few", np.arange(5000)), 0) % 4,
    "many each": draws.slice16(draws.keys(1, "many", np.arange(500)), 0) % 40,
}


@pytest.mark.parametrize("counts", COUNTS.values(), ids=COUNTS.keys())
def test_owners_and_runs(counts):
    owner = owners(counts)
    assert (owner == np.repeat(np.arange(len(counts)), counts)).all()
    first = np.arange(len(counts)) * 100
    expected = [100 * k + n for k, count in enumerate(counts.tolist()) for n in range(count)]
    assert runs(first, counts, owner).tolist() == expected


def test_merge_puts_rows_before_those_named():
    merge = Merge(np.array([0, 2, 2, 3]), 3)
    assert merge(np.array([1, 2, 3]), np.array([-1, -2, -3, -4])).tolist() == [-1, 1, 2, -2, -3, 3, -4]
    assert np.flatnonzero(merge.added).tolist() == merge.more.tolist() == [0, 3, 4, 6]


def test_chosen_rows():
    one, two = chosen(np.array([True, False, True]), np.array([1, 2, 3]), np.array([4.0, 5.0, 6.0]))
    assert one.tolist() == [1, 3] and two.tolist() == [4.0, 6.0]


TIMED = {
    "none at all": (np.zeros(0, dtype=np.int64), np.zeros(0)),
    "in any order": (COUNTS["many each"], (COUNTS["many each"][::-1] * 7 % 5).astype(float)),
    "closer than one number can tell": (np.full(3, 1 << 40), np.array([1.0, 1.0 - 2.0**-50, 0.5])),
}


@pytest.mark.parametrize(("owner", "when"), TIMED.values(), ids=TIMED.keys())
def test_order_in_time(owner, when):
    assert order_in_time(owner, when).tolist() == np.lexsort((when, owner)).tolist()


def test_freed_memory_is_not_asked_for_again():
    if not memory.keep_freed():
        pytest.skip("the C library cannot be told to")
    resource = pytest.importorskip("resource")
    megabytes, pages = 8, resource.getpagesize()

    def faults():
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

    np.ones(megabytes << 17)
    before = faults()
    for _ in range(10):
        np.ones(megabytes << 17)
    assert faults() - before < 2 * (megabytes << 20) / pages


@pytest.mark.parametrize("bits", [8, 40, 62], ids=lambda bits: f"{bits} bits")
def test_order_of_keeps_equal_values_in_place(bits):
    values = (draws.keys(1, "order of", np.arange(5000)) >> np.uint64(64 - bits)).astype(np.int64)
    assert (order_of(values) == np.argsort(values, kind="stable")).all()
    assert not len(order_of(values[:0]))
