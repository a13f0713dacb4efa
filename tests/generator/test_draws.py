"""Draws are stateless, uniform and independent."""

import numpy as np
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from generator import draws


@given(
    st.integers(0, 2**63 - 1), st.text(max_size=20), st.lists(st.integers(0, 2**40), min_size=1, max_size=50)
)
def test_a_value_depends_on_nothing_but_its_place(seed, purpose, entities):
    together = draws.bits(draws.keys(seed, purpose, np.array(entities)), 3)
    alone = [draws.bits(draws.keys(seed, purpose, np.array([e])), 3)[0] for e in entities]
    assert together.tolist() == alone
    by_number = draws.bits(draws.keys(seed, purpose, np.array(entities)), np.full(len(entities), 3))
    assert by_number.tolist() == alone


def test_uniform_and_independent():
    key = draws.keys(1, "test", np.arange(300_000))
    u = [draws.uniform(draws.bits(key, n)) for n in range(3)]
    other = draws.uniform(draws.bits(draws.keys(2, "test", np.arange(300_000))))
    for values in (*u, other):
        assert scipy.stats.kstest(values, "uniform").pvalue > 1e-4
        assert values.min() > 0 and values.max() < 1
    pairs = [(u[0], u[1]), (u[1], u[2]), (u[0][1:], u[0][:-1]), (u[0], other)]
    for left, right in pairs:
        assert abs(np.corrcoef(left, right)[0, 1]) < 0.01


def test_slices_are_uniform_and_choices_have_their_shares():
    bits = draws.bits(draws.keys(3, "test", np.arange(400_000)))
    for part in range(4):
        counts = np.bincount(draws.slice16(bits, part) >> 12, minlength=16)
        assert scipy.stats.chisquare(counts).pvalue > 1e-4
    shares = np.array([0.5, 0.3, 0.15, 0.05])
    found = np.bincount(draws.lookup(shares)[draws.slice16(bits, 1)]) / len(bits)
    assert np.allclose(found, shares, atol=0.004)


def test_golden_bits():
    """Changing these changes every company: then DATA_VERSION must change too."""
    assert draws.bits(draws.keys(7, "order gap", np.array([1, 2])), 0).tolist() == GOLDEN


GOLDEN = [17581316786448400050, 4514235413952392026]
