"""How well an exercise tells who knows more: numbers against other ways to the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffroom.grading.analysis.items import AT_LEAST, correlation, item_rest, upper_lower

SCORES = st.lists(st.tuples(st.sampled_from([0, 3]), st.integers(0, 20)), min_size=AT_LEAST, max_size=60)


@given(SCORES)
def test_item_rest_is_pearsons_correlation_with_all_other_items(pairs):
    item = [a for a, _ in pairs]
    rest = [b for _, b in pairs]
    got = item_rest(item, [a + b for a, b in pairs])
    if len(set(item)) == 1 or len(set(rest)) == 1:
        assert got is None
    else:
        assert got == pytest.approx(np.corrcoef(item, rest)[0, 1], abs=1e-9)


def test_point_biserial_by_hand():
    """Five of ten pass, and their rest is 2 higher on average: r = 2 / s * sqrt(pq) = 1 / s."""
    item = [0] * 5 + [1] * 5
    rest = [-2, -2, 0, 2, 2, 0, 0, 2, 4, 4]
    assert item_rest(item, np.add(item, rest).tolist()) == pytest.approx(1 / np.std(rest))


def test_upper_lower_of_groups_without_ties():
    """A hundred students: the best 27 all pass, of the weakest 27 nine do."""
    totals = list(range(100))
    item = [3 if n >= 50 or n < 9 else 0 for n in totals]
    assert upper_lower(item, totals, 3) == pytest.approx(1 - 9 / 27)


@given(SCORES, st.randoms())
def test_the_order_of_names_plays_no_role(pairs, random):
    item = [a for a, _ in pairs]
    totals = [a + b for a, b in pairs]
    shuffled = list(zip(item, totals, strict=True))
    random.shuffle(shuffled)
    other = upper_lower([a for a, _ in shuffled], [b for _, b in shuffled], 3)
    mine = upper_lower(item, totals, 3)
    assert mine == pytest.approx(other) if mine is not None else other is None
    assert mine is None or -1 - 1e-9 <= mine <= 1 + 1e-9


def test_small_classes_have_no_such_numbers():
    few = [0, 3] * (AT_LEAST // 2 - 1)
    assert item_rest(few, few) is None and upper_lower(few, few, 3) is None
    assert correlation([1, 2], [1, 2]) is None
