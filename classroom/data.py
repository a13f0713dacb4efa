"""The company's tables, wherever a notebook runs.

    from classroom import load
    orders = load("orders")

`load` looks for a company in this order: the folder in the environment variable CENTRIC_COMPANY; a folder
`company/`, then `datasets/fernhill/`, in the working folder and in each folder above it; `datasets/fernhill/`
beside the installed packages. A notebook that was made for one student takes that student's own company and
no other, and looks for it from its own folder, too. Every call reads the table anew: what a notebook does to
a frame never changes what `load` gives next.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from classroom.errors import Misuse, Trouble
from classroom.notebook import holder, mark_in, this_notebook
from classroom.words import say
from generator.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

    from classroom.pages import Page
    from generator import Company

PLACES = ("company", "datasets/fernhill")
MANIFEST = "manifest.json"
OTHER_CUSTOMERS = 5_000
"""Size of another company: the planted stories hold on nearly every seed from this size on."""


def find() -> Path:
    """The folder of the company that a notebook in the working folder means.

    Raises
    ------
    Trouble
        none is there, or not the one that the notebook was given with, or CENTRIC_COMPANY points to
        something else
    """
    named = os.environ.get("CENTRIC_COMPANY", "").strip()
    if named:
        path = Path(named).expanduser()
        if not (path / MANIFEST).is_file():
            raise Trouble(say("data.not-a-company", path=path))
        return path
    here = Path.cwd()
    mark = holder()
    if mark is not None:
        return _own(mark, here)
    found = next(_around(here), None)
    if found is not None:
        return found
    beside = Path(__file__).resolve().parent.parent / "datasets" / "fernhill"
    if (beside / MANIFEST).is_file():
        return beside
    raise Trouble(say("data.no-company", here=here))


def _around(folder: Path) -> Iterator[Path]:
    """The companies in a folder and in those above it, the nearest first."""
    for above in (folder, *folder.parents):
        for place in PLACES:
            if (above / place / MANIFEST).is_file():
                yield above / place


def _own(mark: str, here: Path) -> Path:
    """The company that was made for the person whose mark the notebook bears; raises Trouble if it is lost.

    Any other company would make every answer wrong, and nothing would look amiss.
    """
    notebook = this_notebook()
    folders = [here] if notebook is None else [here, notebook.parent]
    for folder in folders:
        for company in _around(folder):
            if mark_in(company / MANIFEST, "holder") == mark:
                return company
    raise Trouble(say("data.own-company-lost", notebook=notebook or here, folder=folders[-1]))


def expect_own() -> None:
    """Raise Trouble if this notebook was given with a company of one's own, and that is not there."""
    if holder() is not None:
        find()


def what_went_wrong(error: Exception) -> str:
    """The first line of an error, for the middle of a sentence."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".")[:200]


class Tables(Mapping[str, "pd.DataFrame"]):
    """The observable tables of one company, each read when it is asked for, each time anew.

    `tables["orders"]` and `tables("orders")` are the same. There is no way from here to the truth tables.
    """

    def __init__(self, names: list[str], read: Callable[[str], pd.DataFrame], where: str) -> None:
        """Keep the observable names, the way to read one, and words for where they are."""
        self._names = [name for name in names if not name.startswith("truth")]
        self._read = read
        self._where = where

    def names(self) -> list[str]:
        """The tables' names."""
        return list(self._names)

    def __call__(self, table: str) -> pd.DataFrame:
        """One table as a frame of its own."""
        return self[table]

    def __getitem__(self, table: str) -> pd.DataFrame:
        """One table as a frame of its own."""
        if not isinstance(table, str):
            raise Misuse(say("data.not-a-name", kind=type(table).__name__))
        if table not in self._names:
            raise unknown_table(table, self._names)
        return self._read(table)

    def __contains__(self, table: object) -> bool:
        """Whether there is such a table."""
        return table in self._names

    def __iter__(self) -> Iterator[str]:
        """The tables' names, in order."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(self._names)

    def __repr__(self) -> str:
        """Where the company is and what its tables are called."""
        return say("data.repr", where=self._where, count=len(self), names=", ".join(self._names))


def unknown_table(table: str, names: list[str]) -> Misuse:
    """The sentence for a table that does not exist, with the names that come near."""
    near = difflib.get_close_matches(table.strip().lower(), names, n=3, cutoff=0.5)
    if table.strip().lower() in names:
        near = [table.strip().lower()]
    hint = f"{say('data.near', near=', '.join(near))} " if near else ""
    return Misuse(say("data.unknown-table", table=table, near=hint, names=", ".join(names)))


def open_tables(path: Path) -> Tables:
    """The tables of the company in the folder `path`; raises Trouble if it is damaged."""
    return _tables(open_company(path), str(path))


def _tables(company: Company, where: str) -> Tables:
    """A company's observable tables."""
    return Tables(list(company.tables), _reading(company.table, where), where)


def _reading(table_of: Callable[[str], pd.DataFrame], where: str | Path) -> Callable[[str], pd.DataFrame]:
    """A way to read a table, with failures put into a sentence for a notebook."""

    def read(table: str) -> pd.DataFrame:
        try:
            return table_of(table)
        except UserError as error:
            raise Trouble(str(error)) from None
        except Exception as error:
            what = what_went_wrong(error)
            raise Trouble(say("data.damaged", table=table, path=where, what=what)) from None

    return read


def open_company(path: Path) -> Company:
    """The company in the folder `path`; raises Trouble if it cannot be opened."""
    from generator import Company

    try:
        return Company.open(path)
    except UserError as error:
        raise Trouble(str(error)) from None
    except Exception as error:
        raise Trouble(say("data.damaged-company", path=path, what=what_went_wrong(error))) from None


_others: dict[tuple[str, int], Tables] = {}


def other_seed(company: Company, k: int) -> int:
    """The seed of the k-th other company: fixed by the present one, and never the same as its own.

    A company of one person's own does not tell its seed. Then grading names another basis (CENTRIC_OTHERS),
    the same for the whole class and known to nobody; elsewhere the company's own tables are the basis.
    """
    manifest = company.manifest
    origin: object = manifest.seed
    if origin is None:
        origin = os.environ.get("CENTRIC_OTHERS", "").strip() or [
            about.get("logical_digest") for about in manifest.tables.values()
        ]
    basis = f"{manifest.scenario_name}/{origin}/{k}".encode()
    return int.from_bytes(hashlib.sha256(basis).digest()[:4], "big") >> 1


def _kept_as(company: Company, seed: int) -> tuple[str, int]:
    """Under which name another company is kept: what it is made from, and not where this one lies."""
    scenario = json.dumps(company.manifest.scenario)
    return hashlib.sha256(scenario.encode()).hexdigest(), seed


class Load:
    """`load("orders")`: one table of the company, as a frame of its own."""

    def __call__(self, table: str) -> pd.DataFrame:
        """One table of the company.

        Raises
        ------
        Misuse
            there is no such table; the sentence lists near names
        Trouble
            there is no company, or its files are damaged
        """
        return self.all()[table]

    def all(self) -> Tables:
        """All tables: a mapping from name to frame, each read when it is asked for."""
        return open_tables(find())

    def names(self) -> list[str]:
        """The tables' names."""
        return self.all().names()

    def other(self, k: int = 1) -> Tables:
        """Another company of the same scenario: other customers, other chances, the same rules.

        It has 5,000 customers, is made in memory (half a second) and kept until the kernel ends. Its seed
        follows from the present company and k, so hidden tests meet the same one each time.

        Parameters
        ----------
        k : which one, from 1 on

        Raises
        ------
        Misuse
            k is not a whole number from 1 on
        Trouble
            there is no company, or its files are damaged
        """
        if isinstance(k, bool) or not isinstance(k, int) or k < 1:
            raise Misuse(say("data.other-number", value=k))
        company = open_company(find())
        seed = other_seed(company, k)
        place = _kept_as(company, seed)
        if place not in _others:
            from generator import make_company

            try:
                made = make_company(company.scenario, customers=OTHER_CUSTOMERS, seed=seed)
            except UserError as error:
                raise Trouble(str(error)) from None
            _others[place] = _tables(made, say("data.other-name", k=k))
        return _others[place]

    def truth(self, table: str) -> pd.DataFrame:
        """A truth table of the company, for hidden tests: only grading has it (in CENTRIC_TRUTH).

        `load.truth("customers")` and `load.truth("truth_customers")` are the same.

        Raises
        ------
        Misuse
            no truth is given here, which is so wherever a student works; or there is no such table
        Trouble
            its files are damaged
        """
        if not isinstance(table, str):
            raise Misuse(say("data.not-a-name", kind=type(table).__name__))
        given = os.environ.get("CENTRIC_TRUTH", "").strip()
        if not given:
            raise Misuse(say("data.no-truth"))
        path = Path(given).expanduser()
        if not (path / MANIFEST).is_file():
            raise Trouble(say("data.no-such-truth", path=path))
        hidden = open_company(path).truth
        name = table if table.startswith("truth_") else f"truth_{table}"
        if name not in hidden.names:
            raise unknown_table(name, hidden.names)
        return _reading(hidden.table, path)(name)

    def describe(self, table: str) -> Page:
        """A table's columns: kind, unit, allowed values and meaning, to read; `.table` has them as a frame.

        Raises
        ------
        Misuse
            there is no such table; the sentence lists near names
        """
        import pandas as pd

        from classroom.pages import Page
        from generator.schema import TABLES
        from generator.schema.documents import allowed, kind

        seen = [name for name, about in TABLES.items() if not about.truth]
        if not isinstance(table, str):
            raise Misuse(say("data.not-a-name", kind=type(table).__name__))
        if table not in seen:
            raise unknown_table(table, seen)
        about = TABLES[table]
        rows = [(one.name, kind(one), one.unit, allowed(one), one.meaning) for one in about.columns]
        heads = ("data.column", "data.kind", "data.unit", "data.allowed", "data.meaning")
        frame = pd.DataFrame(rows, columns=[say(head) for head in heads]).set_index(say("data.column"))
        sentence = say("data.about", row=about.row, purpose=about.purpose)
        return Page(sentences=[sentence], captioned=[(say("data.caption", table=table), frame)])


load = Load()
