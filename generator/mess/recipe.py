"""Recipes: which damage, in which column, how often. Checked like scenarios: file, line, place, range."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from generator.errors import WrongUse
from generator.scenario.merge import Place, Source, explain, read_source
from generator.scenario.parts.base import Part, Weight
from generator.schema import TABLES, Table

RECIPES = Path(__file__).parent / "recipes"
Rate = Annotated[float, Field(ge=0, le=0.9)]
Where = dict[str, list[str]]


class Duplicates(Part):
    """Rows that stand twice: `exact` letter by letter; `near` under another key, with slips in columns."""

    exact: Rate = 0.0
    near: Rate = 0.0
    near_columns: list[str] = Field(default_factory=list)


class Missing(Part):
    """A column's values left out: at random, by another column, or by its own value.

    How strongly is said by `weights` (value -> how often, relative to 1 for values not named) or by `lean`
    (how many times as often the highest value is left out as the lowest).
    """

    column: str
    rate: Rate
    by: Literal["random", "other", "own"] = "random"
    other: str | None = None
    weights: dict[str, Weight] | None = None
    lean: Annotated[float, Field(ge=0.01, le=100)] | None = None

    @model_validator(mode="after")
    def _clear(self) -> Missing:
        if (self.by == "other") != (self.other is not None):
            raise ValueError("`by: other` and `other: <column>` go together")
        if (self.by == "random") != (self.weights is None and self.lean is None):
            raise ValueError("give `weights` or `lean` with `by: other` and `by: own`, and with them only")
        if self.weights is not None and self.lean is not None:
            raise ValueError("give `weights` or `lean`, not both")
        return self


class WrongUnit(Part):
    """Amounts written in another unit: the true value times `factor`.

    `together`: rows with the same value of that column are damaged together, as from one broken till.
    """

    column: str
    rate: Rate
    factor: Annotated[float, Field(gt=0, le=1e6)] = 100.0
    where: Where = Field(default_factory=dict)
    together: str | None = None


class LocalTime(Part):
    """Times of a place written as if they were UTC."""

    column: str
    rate: Rate
    zone: str
    where: Where = Field(default_factory=dict)
    together: str | None = None


class Encoding(Part):
    """Texts whose UTF-8 was read as Latin-1. The rate is of texts that show it (é and the like)."""

    column: str
    rate: Rate
    where: Where = Field(default_factory=dict)


class Late(Part):
    """Rows of the last `days` before the end that arrive in a later delivery."""

    by: str
    rate: Rate
    days: Annotated[int, Field(ge=1, le=10_000)]


class TableRecipe(Part):
    """The damage of one table."""

    duplicates: Duplicates = Duplicates()
    missing: list[Missing] = Field(default_factory=list)
    units: list[WrongUnit] = Field(default_factory=list)
    time_zones: list[LocalTime] = Field(default_factory=list)
    encoding: list[Encoding] = Field(default_factory=list)
    late: Late | None = None


class Recipe(Part):
    """Damage by table. Tables that are not named stay clean."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    tables: dict[str, TableRecipe]

    @model_validator(mode="after")
    def _fits_the_schema(self) -> Recipe:
        # Read from a file, the places are checked once more to name the line.
        for place, sentence in problems(self):
            raise ValueError(f"{'.'.join(map(str, place))}: {sentence}")
        return self


def recipe_names() -> list[str]:
    """Names of the recipes that come with the generator."""
    return sorted(path.stem for path in RECIPES.glob("*.yaml"))


def read_recipe(name: str | Path | Recipe) -> Recipe:
    """The recipe of a name or of a YAML file.

    Raises `WrongUse` with file, line, place and allowed range where the file is wrong.
    """
    if isinstance(name, Recipe):
        return name
    path = RECIPES / f"{name}.yaml"
    if not path.is_file() or Path(name).suffix:
        path = Path(name)
    if not path.is_file():
        if path.suffix in {".yaml", ".yml"}:
            raise WrongUse(f"The recipe file {path} does not exist.")
        near = difflib.get_close_matches(str(name), recipe_names(), 1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        raise WrongUse(
            f"There is no recipe `{name}`.{hint} Give one of {', '.join(recipe_names())}, or a YAML file."
        )
    source = read_source(path)
    _check_places(source, path)
    try:
        return Recipe.model_validate(source.data)
    except ValidationError as error:
        raise WrongUse(explain(error, source, path)) from None


def _check_places(source: Source, path: Path) -> None:
    """Name the line of a table or column that does not exist, if the rest of the file is sound."""
    try:
        tables = {name: TableRecipe.model_validate(table) for name, table in source.data["tables"].items()}
    except (ValidationError, KeyError, AttributeError, TypeError):
        return
    for place, sentence in problems(Recipe.model_construct(name="", tables=tables)):
        file, line = source.where(place, path)
        raise WrongUse(f"{file}, line {line}: {'.'.join(map(str, place))}: {sentence}.")


def problems(recipe: Recipe) -> Iterator[tuple[Place, str]]:
    """Places of a recipe that do not fit the schema, each with a sentence."""
    known = [name for name, table in TABLES.items() if not table.truth]
    for name, own in recipe.tables.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            yield ("tables", name), f"there is no table `{name}`.{hint}".rstrip("?.") + ("?" if hint else "")
            continue
        yield from _of_table(("tables", name), name, own)


def fitting_rules(own: TableRecipe, table: Table) -> tuple[TableRecipe, list[str]]:
    """What of a table's recipe a company's table can take, and the columns that it lacks.

    A company made from a log of transactions has fewer columns than the schema.
    """
    lacking: list[str] = []

    def fits(*columns: str | None) -> bool:
        missing = [column for column in columns if column and column not in table.by_name]
        lacking.extend(missing)
        return not missing

    kept = {
        "missing": [rule for rule in own.missing if fits(rule.column, rule.other)],
        "units": [rule for rule in own.units if fits(rule.column, rule.together, *rule.where)],
        "time_zones": [rule for rule in own.time_zones if fits(rule.column, rule.together, *rule.where)],
        "encoding": [rule for rule in own.encoding if fits(rule.column, *rule.where)],
        "late": own.late if own.late and fits(own.late.by) else None,
    }
    near = [column for column in own.duplicates.near_columns if fits(column)]
    rate = own.duplicates.near if near else 0.0
    kept["duplicates"] = own.duplicates.model_copy(update={"near_columns": near, "near": rate})
    return own.model_copy(update=kept), list(dict.fromkeys(lacking))


NUMBERS = {"money", "number", "count"}


def _of_table(place: Place, name: str, own: TableRecipe) -> Iterator[tuple[Place, str]]:
    table = TABLES[name]

    def column(
        where: Place, given: str, kinds: set[str] | None, damaged: bool
    ) -> Iterator[tuple[Place, str]]:
        if given not in table.by_name:
            near = difflib.get_close_matches(given, table.by_name, 1)
            yield (
                where,
                f"`{name}` has no column `{given}`" + (f"; did you mean `{near[0]}`?" if near else ""),
            )
        elif damaged and given in table.key:
            yield where, f"`{given}` is part of the key, which stays whole so that damage can be undone"
        elif kinds and table.by_name[given].kind not in kinds:
            kind = table.by_name[given].kind
            yield where, f"`{given}` holds {kind}, and this damage needs {' or '.join(sorted(kinds))}"

    groups = (
        ("missing", None),
        ("units", NUMBERS),
        ("time_zones", {"time"}),
        ("encoding", {"text", "prose"}),
    )
    for group, kinds in groups:
        for k, item in enumerate(getattr(own, group)):
            here = (*place, group, k)
            yield from column((*here, "column"), item.column, kinds, True)
            for extra in ("other", "together"):
                if getattr(item, extra, None):
                    yield from column((*here, extra), getattr(item, extra), None, False)
            for given in getattr(item, "where", {}):
                yield from column((*here, "where"), given, None, False)
            if group == "time_zones" and not _is_zone(item.zone):
                yield (*here, "zone"), f"there is no time zone `{item.zone}`; write it as Europe/Berlin"
    here = (*place, "duplicates")
    for k, given in enumerate(own.duplicates.near_columns):
        yield from column((*here, "near_columns", k), given, {"text", "prose", "time"}, True)
    if own.duplicates.near:
        if len(table.key) != 1 or table.by_name[table.key[0]].kind != "id":
            yield (
                (*here, "near"),
                f"`{name}` has no single number as its key, so copies cannot have one of their own",
            )
        elif not own.duplicates.near_columns:
            yield (*here, "near"), "say in which `near_columns` the copies differ"
    if own.late:
        yield from column((*place, "late", "by"), own.late.by, {"time", "date"}, False)


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
