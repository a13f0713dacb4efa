"""Results, right and wrong, on which a student's own check is tried.

A company's customers are divided into groups. (An exercise about decisions alone divides the times that
they came up.) Each group is a small company, and just one result is worked out on it: two results on the
same data could be held against each other, and a check that remembers would find the odd one out without a
thought. Every result, right or wrong, is then laid out by lot (order of rows and columns, noise far below a
cent), so that nothing but its values tells which kind it is.

Only reckoning is done here: what comes out depends on the arguments alone.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
import pandas as pd

from classroom.check import forms, plain
from classroom.check.compare import require_same
from classroom.check.mistakes import Mistake

if TYPE_CHECKING:
    Function = Callable[..., Any]

#: Groups of a company that get a right result.
RIGHT = 6
#: Groups that get a wrong result, at least: where there are few kinds of slip, each comes more than once.
WRONG = 8
#: Customers of a group, at most: more of them cost time, and tell no more.
MOST = 120
#: Noise on a number, as a part of it: what sums in another order differ by, and more.
NOISE = 1e-10
#: Less than any unit lets pass, and more than any does; parts of the value.
NOTHING, PLAIN = 1e-9, 1e-5
#: What a row belongs to a customer by: a column, and the table that says whose it is.
KEYS = (("customer_id", ""), ("order_id", "orders"), ("ticket_id", "tickets"))
#: What is divided where an exercise takes no table with customers: the times that a decision came up.
CASE, CASES = "case_id", "decision_cases"


class Case(NamedTuple):
    """One result. `kind`: the mistake in it, empty for a right one; `data`: what the check gets beside it."""

    kind: str
    result: Any
    data: Any


class Source(Protocol):
    """Tables by name: a company's, or a page's."""

    def __getitem__(self, table: str) -> pd.DataFrame:
        """One table."""
        ...

    def names(self) -> list[str]:
        """The tables' names."""
        ...


class Group(Mapping[str, pd.DataFrame]):
    """The tables of one group of customers; what belongs to no customer is there in full."""

    def __init__(self, groups: Groups, number: int) -> None:
        """Group `number` of these."""
        self._groups, self._number = groups, number

    def __getitem__(self, table: str) -> pd.DataFrame:
        """One table as a frame of its own."""
        return self._groups.part(table, self._number)

    def __call__(self, table: str) -> pd.DataFrame:
        """One table as a frame of its own."""
        return self[table]

    def __iter__(self) -> Iterator[str]:
        """The tables' names, in order."""
        return iter(self._groups.names)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(self._groups.names)


class Groups:
    """A company's tables, divided by customer."""

    def __init__(self, tables: Source, group_of: pd.Series, by: str = KEYS[0][0]) -> None:
        """`group_of`: customer_id (or what `by` names) → number of the group, from 0 on."""
        self.names = tables.names()
        self._keys = KEYS if by == KEYS[0][0] else ((by, ""),)
        self._tables, self._group_of = tables, group_of
        self._parts: dict[str, dict[int, pd.DataFrame] | pd.DataFrame] = {}

    def __getitem__(self, number: int) -> Group:
        """One group."""
        return Group(self, number)

    def part(self, table: str, number: int) -> pd.DataFrame:
        """The rows of a table that belong to a group, numbered anew."""
        if table not in self._parts:
            self._parts[table] = self._divided(self._tables[table])
        parts = self._parts[table]
        if isinstance(parts, pd.DataFrame):
            return parts.copy(deep=False)
        found = parts.get(number)
        return found.copy(deep=False) if found is not None else parts[-1].copy(deep=False)

    def _divided(self, frame: pd.DataFrame) -> dict[int, pd.DataFrame] | pd.DataFrame:
        for key, table in self._keys:
            if key in frame.columns:
                customer = frame[key] if not table else frame[key].map(self._owner(key, table))
                number = customer.map(self._group_of)
                frame, number = frame[number.notna()], number[number.notna()]
                parts = {int(n): part.reset_index(drop=True) for n, part in frame.groupby(number)}
                return {-1: frame.iloc[:0].reset_index(drop=True), **parts}
        return frame

    def _owner(self, key: str, table: str) -> pd.Series:
        rows = self._tables[table].drop_duplicates(key)
        return rows.set_index(key)["customer_id"]


def divided_by(page: Source, call: Sequence[Any]) -> str:
    """The column by which an exercise's tables are divided, given what it is called with on the page."""
    names = [one for one in call if isinstance(one, str) and one in page.names()]
    columns = {column for name in names for column in page[name].columns}
    return CASE if CASE in columns and not columns & {key for key, _ in KEYS} else KEYS[0][0]


def customers(tables: Source, by: str = KEYS[0][0]) -> list[Any]:
    """The company's customers (or what `by` names), in order: from their own table, or from the first that
    names any."""
    own = CASES if by == CASE else "customers"
    for name in sorted(tables.names(), key=lambda name: name != own):
        frame = tables[name]
        if by in frame.columns:
            return sorted(frame[by].dropna().unique())
    return []


def lot(*words: object) -> np.random.Generator:
    """Chance that is the same for the same words."""
    text = "/".join(map(str, words)).encode()
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text).digest()[:8], "big"))


def cases(
    tables: Source,
    exercise: str,
    right: Sequence[Function],
    wrong: Mapping[str, Function],
    *,
    arguments: Function | None = None,
    data: Function | None = None,
    salt: str = "",
) -> list[Case]:
    """Results of an exercise on one company, each on customers of its own.

    Parameters
    ----------
    tables : the company
    exercise : lesson and name, "01/customer_pnl"
    right : right functions; the first is the reference
    wrong : key of the mistake → a function that makes it; left out where it gives the right result, or stops
    arguments : what the functions are called with, from a company's tables; by default the tables of the page
    data : what the check gets beside the result, from a company's tables; by default the tables of the page
    salt : decides which customers go where
    """
    from classroom.lessons import page

    held, name = page.find(exercise)
    how = held.call(name)
    given = arguments or (lambda company: tuple(company[table] for table in how.call))
    beside = data or (lambda company: {table: company[table] for table in how.call})
    keys = [*[*wrong] * math.ceil(WRONG / max(1, len(wrong))), *[""] * RIGHT]
    by = divided_by(held, how.call)
    all_customers = customers(tables, by)
    # the size of a group is by lot, and tells nothing; who is left over is in none
    most = min(MOST, len(all_customers) // len(keys))
    sizes = lot(salt, "sizes").integers(most // 2, most + 1, len(keys))
    chosen = lot(salt, "groups").permutation(len(all_customers))[: sizes.sum()]
    numbers = np.repeat(np.arange(len(keys)), sizes)
    groups = Groups(tables, pd.Series(numbers, index=[all_customers[n] for n in chosen]), by)
    found = []
    for number, key in enumerate(keys):
        group = groups[number]
        function = wrong[key] if key else right[number % len(right)]
        result = _result(function, right[0], given(group), name, how.unit, wrong=bool(key))
        if result is not None:
            found.append(Case(key, laid_out(result, lot(salt, number)), beside(group)))
    return found


def _result(
    function: Function, reference: Function, arguments: tuple[Any, ...], name: str, unit: str, *, wrong: bool
) -> Any:
    """What a function gives for these arguments; None if it stops, or is right where it should be wrong."""
    wanted = reference(*arguments)
    try:
        result = function(*[one.copy() if hasattr(one, "copy") else one for one in arguments])
    except Exception:
        return None
    formed = in_form_of(wanted, result)
    plainly = _plainly_same(formed, wanted)
    fits = same(result, wanted, name, unit) if plainly is None else plainly
    return formed if fits != wrong else None


def same(result: Any, right: Any, name: str, unit: str = "") -> bool:
    """Whether a result is right, to the precision of its unit."""
    try:
        require_same(result, right, name, unit=unit)
    except Mistake:
        return False
    return True


def _plainly_same(result: Any, wanted: Any) -> bool | None:
    """Whether two tables of numbers are the same, where no unit could make a difference; else None."""
    if not isinstance(wanted, pd.DataFrame) or not isinstance(result, pd.DataFrame):
        return None
    if not result.columns.equals(wanted.columns) or len(result) != len(wanted) or result.index.has_duplicates:
        return None
    try:
        got, want = (frame.to_numpy(float) for frame in (result.reindex(wanted.index), wanted))
    except (TypeError, ValueError):
        return None
    size, off = np.abs(want), np.abs(got - want)
    if (off <= NOTHING * (1 + size)).all():
        return True
    return False if ((off > 0.01) & (off > PLAIN * size)).any() else None


def in_form_of(wanted: Any, result: Any) -> Any:
    """A table with labels, columns and kinds of number as in another one, as far as it has them."""
    if not isinstance(wanted, pd.DataFrame):
        return result
    names = [name for name in wanted.index.names if name is not None]
    try:
        frame = forms.as_table(result, names or None, None, wanted.index)
        frame = frame[[column for column in wanted.columns if column in frame.columns]]
        kinds = {name: float for name in frame.columns if wanted[name].dtype == float}
        return frame.astype(kinds).set_axis(frame.index.astype(wanted.index.dtype).rename(wanted.index.name))
    except (plain.Unfit, KeyError, TypeError, ValueError):
        return result


def laid_out(result: Any, chance: np.random.Generator) -> Any:
    """The same result in an order of its own, with noise far below what counts."""
    if isinstance(result, pd.DataFrame):
        frame = result[[result.columns[n] for n in chance.permutation(result.shape[1])]]
        frame = frame.iloc[chance.permutation(len(frame))] if _labelled(frame.index) else frame.copy()
        noisy = {column: _noisy(frame[column], chance) for column in frame.columns}
        return pd.DataFrame(noisy, index=frame.index)
    if isinstance(result, pd.Series):
        column = result.iloc[chance.permutation(len(result))] if _labelled(result.index) else result
        return _noisy(column, chance)
    if isinstance(result, Mapping):
        names = list(result)
        return {names[n]: _one(result[names[n]], chance) for n in chance.permutation(len(names))}
    if isinstance(result, tuple):
        return tuple(_one(one, chance) for one in result)
    return _one(result, chance)


def _labelled(index: pd.Index) -> bool:
    return any(name is not None for name in index.names) or not isinstance(index, pd.RangeIndex)


def _noisy(column: pd.Series, chance: np.random.Generator) -> pd.Series:
    if pd.api.types.is_float_dtype(column.dtype):
        return column * (1 + NOISE * chance.uniform(-1, 1, len(column)))
    return column


def _one(value: Any, chance: np.random.Generator) -> Any:
    plain = value.item() if isinstance(value, np.generic) else value
    return plain * (1 + NOISE * chance.uniform(-1, 1)) if isinstance(plain, float) else plain
