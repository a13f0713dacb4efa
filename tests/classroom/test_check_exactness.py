"""What the text of a student's check tells of floats' last digits."""

from __future__ import annotations

import ast

import pytest

from classroom.check.exactness import asks_for_equality, asks_names, bounds_a_share


def nodes(text: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(text)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("people == people.round()", True),
        ("people.eq(people.round()).all()", True),
        ("np.array_equal(people, back)", True),
        ("result.equals(wanted)", True),
        ("(people - back).abs() > 0", True),
        ("whole = people - people.round()\nwhole != 0", True),
        ("(people - back).abs() > 0.01", False),
        # yes and no have no last digit
        ("result['q1'].isna() != gap", False),
        ("gap = (size.index + 2) * 91 > days\n(result['q1'].isnull() == gap).all()", False),
        ("gap = late | ~seen\nseen = x.notna()\nlate = x > 3\nempty != gap", False),
        ("seen = result.notna()\n(seen.eq(wanted)).all()", False),
        ("np.array_equal(np.isnan(result), gap)", False),
        ("whole = (people - people.round()).abs() < 0.01\n(whole.loc[1] != gap)", False),
        ("seen, size = result.notna(), data['size']\nseen.reindex(size.index) == gap", False),
        # nor have labels and counts
        ("sorted(result.index) == size.index.tolist()", False),
        ("rows = list(result.index)\nrows != wanted", False),
        ("result.index[0] == 0", False),
        ("result.shape[0] == 5", False),
        ("len(result) != len(size)", False),
        ("name == 'Lumen'", False),
        # a name that holds both is not yes and no alone
        ("x = a > 3\nx = a * 2\nx == b", True),
        ("gap = gap\ngap == other", True),
    ],
)
def test_who_asks_for_equal_numbers(text: str, told: bool) -> None:
    assert asks_for_equality(nodes(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("result['answers'].sum() != data['answers']", False),
        ("int(result['answers'].sum()) == data['answers']", False),
        ("n = result.answers.sum()\nabs(n - data['answers']) > 0", False),
        ("(result['answers'] == data['size'].reindex(result.index)).all()", False),
        ("result.loc['a', 'answers'] != 3", False),
        ("result['answers'].equals(data['size'])", False),
        # whole on one side alone, or no longer whole
        ("result['weight'].sum() == 1", True),
        ("result['answers'] / 2 == data['answers']", True),
        ("result['nps'] == data['answers']", True),
        ("result['answers'].mean() == data['answers']", True),
        ("n = result['answers']\nn = n / 2\nn == data['answers']", True),
        ("(result['weight'] - data['share']).abs() > 0", True),
    ],
)
def test_whole_numbers_have_no_last_digit(text: str, told: bool) -> None:
    assert asks_for_equality(nodes(text), {"answers", "size"}) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("(result > 1).any(axis=None)", True),
        ("result.le(1).all() or 0 <= share <= 1", True),
        ("result.between(0, 1)", True),
        ("result > 1 + 1e-9", False),
        ("result.round(6) > 1", False),
        ("off = (result - wanted).abs()\noff > 1", False),
        ("len(result) > 1", False),
        ("result < 0", False),
        ("result > True", False),
    ],
)
def test_who_allows_nothing_above_one(text: str, told: bool) -> None:
    assert bounds_a_share(nodes(text)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("all(whole)", True),
        ("any(people > size)", True),
        ("all(~gap)", True),
        ("all(one > 2 for one in rows)", False),
        ("all([a, b])", False),
        ("whole.all(axis=None)", False),
        ("all(whole.all())", False),
    ],
)
def test_who_may_ask_a_table_for_its_names(text: str, told: bool) -> None:
    assert asks_names(nodes(text)) == told
