"""Documents made from the schema: the data dictionary and `datapackage.json`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from generator.scenario.model import Scenario
from generator.schema import (
    KINDS,
    TABLES,
    Column,
    Table,
    accounts,
    club,
    contact,
    deliveries,
    journeys,
    market,
    organisation,
    parameters,
    people,
    service,
    shop,
    text,
    trials,
    voice,
)
from generator.storage.manifest import Manifest

MEDIA = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "duckdb": "application/vnd.duckdb"}
#: Headings of the dictionary and the parts of the schema under each; truth tables have one of their own.
GROUPS = {
    "People": (people, accounts),
    "Shop": (shop, deliveries),
    "Club": (club,),
    "Contact": (contact, journeys),
    "Service": (service,),
    "Voice": (voice, text),
    "Trials by lot": (trials,),
    "Organisation": (organisation,),
    "Market": (market, parameters),
}
TRUTH = "Truth: not for students"
SHOWN = 220
"""Letters up to which the texts that a column may hold are listed."""

Words = dict[tuple[str, str], list[str]]


def kind(column: Column) -> str:
    """What a reader is told about a column's values."""
    return KINDS[column.kind][0] + (", may be missing" if column.nullable else "")


def allowed(column: Column, words: list[str] | None = None) -> str:
    """The allowed values of a column; `words`: the texts that it may hold in this company."""
    if column.values:
        return ", ".join(column.values)
    if column.kind == "text" and words:
        shown = ", ".join(dict.fromkeys(words))
        return shown if len(shown) <= SHOWN else f"one of {len(set(words)):,} texts"
    bounds = []
    if column.low is not None:
        bounds.append(f"≥ {column.low:g}")
    if column.high is not None:
        bounds.append(f"≤ {column.high:g}")
    return ", ".join(bounds) or column.free


def grouped(names: Iterable[str]) -> dict[str, list[Table]]:
    """The dictionary's headings with the tables under each, as far as `names` has them."""
    names = set(names)
    groups = {
        heading: [table for part in parts for table in part.TABLES if table.name in names and not table.truth]
        for heading, parts in GROUPS.items()
    }
    groups[TRUTH] = [table for name, table in TABLES.items() if name in names and table.truth]
    return {heading: tables for heading, tables in groups.items() if tables}


def dictionary(manifest: Manifest, words: Words | None = None) -> str:
    """The data dictionary of a company as Markdown. Truth tables are listed only if the company has them.

    `words`: the texts that each column may hold, where they are known; else they are worked out.
    """
    words = _words(manifest) if words is None else words
    seed = "" if manifest.seed is None else f"seed {manifest.seed}, "
    groups = grouped(manifest.tables)
    people = manifest.tables.get("customers", {}).get("rows", manifest.customers)
    lines = [
        f"# Data dictionary: {manifest.scenario['title']}",
        "",
        f"{people:,} customers, {manifest.start} to {manifest.end} (the last day not included), "
        f"{seed}data version {manifest.data_version}. An invented company; every person is "
        f"invented. This page is generated.",
        "",
        "Times and days are those of UTC, and nothing lies after the last day but what was promised. Money is exact to the cent. "
        "Where a value may be missing, its meaning says why.",
        "",
    ]
    lines += ["| | table | one row per | rows | what it tells |", "| --- | --- | --- | ---: | --- |"]
    for heading, tables in groups.items():
        for table in tables:
            rows = manifest.tables[table.name]["rows"]
            cells = (f"[`{table.name}`](#{table.name})", table.row, f"{rows:,}", table.purpose)
            lines.append("| " + " | ".join((heading if table is tables[0] else "", *cells)) + " |")
    lines.append("")
    for heading, tables in groups.items():
        lines += [f"## {heading}", ""]
        for table in tables:
            lines += _described(table, words)
    return "\n".join(lines)


def _described(table: Table, words: Words) -> list[str]:
    lines = [
        f"### {table.name}",
        "",
        f"One row per {table.row}: {table.purpose}. Key: {', '.join(f'`{name}`' for name in table.key)}.",
        "",
        "| column | kind | unit | allowed | meaning |",
        "| --- | --- | --- | --- | --- |",
    ]
    for column in table.columns:
        meaning = column.meaning + (f" See `{column.refers}`." if column.refers else "")
        values = allowed(column, words.get((table.name, column.name)))
        cells = (f"`{column.name}`", kind(column), column.unit, values, meaning)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return [*lines, ""]


def _words(manifest: Manifest) -> Words:
    """The texts that each column may hold in this company; unknown without its seed."""
    from generator.vocabulary import vocabulary
    from generator.world import World

    if manifest.seed is None:
        return {}
    scenario, end = Scenario.model_validate(manifest.scenario), dt.date.fromisoformat(manifest.end)
    return vocabulary(World(scenario, manifest.seed, manifest.customers, end))


def datapackage(manifest: Manifest) -> str:
    """The company as a Frictionless data package (JSON text)."""
    which = manifest.holder or "unknown" if manifest.seed is None else manifest.seed
    resources = []
    for name, facts in manifest.tables.items():
        table = TABLES[name]
        resources.append(
            {
                "name": name,
                "description": f"One row per {table.row}: {table.purpose}.",
                "path": list(facts["files"]),
                "format": manifest.stored,
                "mediatype": MEDIA[manifest.stored],
                "bytes": sum(file["bytes"] for file in facts["files"].values()),
                "schema": {
                    "fields": [_field(column) for column in table.columns],
                    "primaryKey": list(table.key),
                    "foreignKeys": [
                        {
                            "fields": column.name,
                            "reference": dict(
                                zip(("resource", "fields"), column.refers.split("."), strict=True)
                            ),
                        }
                        for column in table.columns
                        if column.refers
                    ],
                },
            }
        )
    package = {
        "name": f"{manifest.scenario_name.replace('_', '-')}-{manifest.customers}-{which}",
        "title": manifest.scenario["title"],
        "version": manifest.data_version,
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
        "resources": resources,
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _field(column: Column) -> dict:
    limits: dict[str, object] = {} if column.nullable else {"required": True}
    if column.low is not None:
        limits["minimum"] = column.low
    if column.high is not None:
        limits["maximum"] = column.high
    if column.values:
        limits["enum"] = list(column.values)
    described = f"{column.meaning} Unit: {column.unit}." if column.unit else column.meaning
    return {
        "name": column.name,
        "type": KINDS[column.kind][1],
        "description": described,
        "constraints": limits,
    }
