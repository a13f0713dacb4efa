"""Mutants are the slips that students make; survivors are found and may be explained."""

from __future__ import annotations

import pytest
from small_lesson import says

from staffroom.teaching import mutants, on_page
from staffroom.teaching.mutate import mutants as mutants_of

FAULTS = [
    ("x.groupby(['a', 'b']).sum()", ["x.groupby(['b']).sum()", "x.groupby(['a', 'b']).mean()"]),
    ("x.merge(y)", ["x.merge(y, how='left')", "x.merge(y, how='outer')"]),
    ("x.merge(y, how='left', on=['a', 'b'])", ["x.merge(y, on=['a', 'b'], how='inner')"]),
    ("x.merge(y, how='left', on=['a', 'b'])", ["x.merge(y, how='left', on=['a'])"]),
    ("x.sort_values('a', ascending=False)", ["x.sort_values('a', ascending=True)", "x"]),
    ("x.sort_values('a')", ["x.sort_values('a', ascending=False)"]),
    ("x.fillna(0).abs().clip(0)", ["x.abs().clip(0)", "x.fillna(0).clip(0)", "x.fillna(0).abs()"]),
    ("x[x < 3]", ["x[x <= 3]", "x[x < 4]", "x[x < 2]", "x"]),
    ("a - b * c", ["a + b * c", "a - b / c", "a", "a - b"]),
    ("x.nunique() / x.count()", ["x.count() / x.count()", "x.nunique() / x.nunique()"]),
    ("x.idxmax(), x.first()", ["(x.idxmin(), x.first())", "(x.idxmax(), x.last())"]),
    ("x.agg(n=('a', 'sum'))", ["x.agg(n=('a', 'mean'))"]),
    ("a & ~b", ["a | ~b", "a & b", "a"]),
    ("x.cumsum() * 0.5", ["x.cummax() * 0.5", "x * 0.5", "x.cumsum() * 0.55"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), FAULTS)
def test_a_line_gets_the_slips_that_students_make(line, expected):
    solution = f"    ### BEGIN SOLUTION\n    return {line}\n    ### END SOLUTION\n"
    source = f"def f(x, y):\n    '''Return 3 < 4.'''\n    given = 5\n{solution}"
    found = mutants_of(source)
    made = [mutant.source.splitlines()[-1].removeprefix("    return ") for mutant in found]
    assert set(expected) <= set(made)
    assert len({mutant.name for mutant in found}) == len(found) == len({m.source for m in found})
    assert all("given = 5" in mutant.source and "3 < 4" in mutant.source for mutant in found)


def test_a_fault_that_no_test_notices_is_found_and_may_be_explained(faulty):
    lesson = faulty('mean_basket", unit="EUR")\n### END', 'mean_basket", unit="EUR", tol=1e9)\n### END')
    lesson = faulty('    unit="EUR",\n    mistakes={', '    unit="EUR",\n    tol=1e9,\n    mistakes={')
    result = mutants.measure(lesson)
    name = "mean -> median in: return sums.groupby('shop').mean()"
    assert any(f"no test notices the fault '{name}'" in what for what in says(result))
    assert any("only 0% are noticed" in what for what in says(result))
    tally = mutants.hunt(lesson, "mean_basket")
    reasons = "".join(f'"{survivor}": For the sake of the test.\n' for survivor in tally.survived)
    lesson = faulty("", reasons, "exercises/mean_basket/survivors.yaml")
    assert says(mutants.measure(lesson)) == []


def test_an_explanation_of_nothing_is_found(faulty):
    name = "mean -> median in: return sums.groupby('shop').mean()"
    lesson = faulty("", f'"{name}": No.\n"gone": No.\n', "exercises/mean_basket/survivors.yaml")
    found = says(mutants.measure(lesson))
    assert any(f"'{name}', which is noticed" in what for what in found)
    assert any("'gone', which does not exist" in what for what in found)


def test_a_fault_that_only_a_hidden_test_notices_is_found(faulty):
    """The page of `shop_share` has as many rows for each shop: whoever takes a mean for a sum passes it."""
    faulty('"shop": ["North", "South", "South"]', '"shop": ["North", "North", "South", "South"]')
    faulty('"order_id": [1, 2, 3],', '"order_id": [1, 1, 2, 3],')
    lesson = faulty('"paid_eur": [6.0, 3.0, 1.0],', '"paid_eur": [4.0, 2.0, 3.0, 1.0],')
    result = on_page.measure(lesson)
    (what,) = says(result)
    assert what.startswith("shop_share: the page does not show what is wrong in 'sum -> mean in: per_shop = ")
    assert "too low" in what and "11 of 12" in result.value


def test_a_wrong_answer_that_only_a_hidden_test_notices_is_found(faulty):
    late = (
        "def shop_share(lines):\n    share = lines.groupby('shop')['paid_eur'].sum() / 10\n    return share\n"
    )
    lesson = faulty("", f'"""All is ten euros."""\n\n{late}', "exercises/shop_share/wrong/ten_euros.py")
    assert ["wrong/ten_euros.py" in what for what in says(on_page.measure(lesson))] == [True]


def test_a_second_test_may_show_it(faulty):
    second = (
        "# %% [test] shop_share_two 1 of=shop_share\n"
        'two = pd.DataFrame({"shop": ["a", "b"], "order_id": [1, 2], "paid_eur": [1.0, 1.0]})\n'
        'assert shop_share(two)["a"] == 0.5\n\n# %% [markdown]\n# ## A claim on trial'
    )
    late = (
        "def shop_share(lines):\n    share = lines.groupby('shop')['paid_eur'].sum() / 10\n    return share\n"
    )
    faulty("", f'"""All is ten euros."""\n\n{late}', "exercises/shop_share/wrong/ten_euros.py")
    lesson = faulty("# %% [markdown]\n# ## A claim on trial", second)
    assert says(on_page.measure(lesson)) == []
