"""Documents made from the schema: the data dictionary and `datapackage.json`."""

from __future__ import annotations

import json

from generator.schema import KINDS, TABLES, Column
from generator.storage.manifest import Manifest

MEDIA = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv", "duckdb": "application/vnd.duckdb"}


def allowed(column: Column) -> str:
    """The allowed values of a column in words."""
    if column.values:
        return ", ".join(column.values)
    bounds = []
    if column.low is not None:
        bounds.append(f"≥ {column.low:g}")
    if column.high is not None:
        bounds.append(f"≤ {column.high:g}")
    return ", ".join(bounds)


def dictionary(manifest: Manifest) -> str:
    """The data dictionary of a company as Markdown. Truth tables are listed only if the company has them."""
    lines = [
        f"# Data dictionary: {manifest.scenario['title']}",
        "",
        f"{manifest.customers:,} customers, {manifest.start} to {manifest.end} (the last day not included), "
        f"seed {manifest.seed}, data version {manifest.data_version}. An invented company; every person is "
        f"invented. This page is generated.",
        "",
    ]
    for name, facts in manifest.tables.items():
        table = TABLES[name]
        lines += [
            f"## {name}",
            "",
            f"One row per {table.row}: {table.purpose}. {facts['rows']:,} rows. Key: {', '.join(table.key)}."
            + (" **Truth: not for students.**" if table.truth else ""),
            "",
            "| column | kind | unit | allowed | meaning |",
            "| --- | --- | --- | --- | --- |",
        ]
        for column in table.columns:
            meaning = column.meaning + (f" See `{column.refers}`." if column.refers else "")
            kind = KINDS[column.kind][0] + (", may be missing" if column.nullable else "")
            lines.append(f"| `{column.name}` | {kind} | {column.unit} | {allowed(column)} | {meaning} |")
        lines.append("")
    return "\n".join(lines)


def datapackage(manifest: Manifest) -> str:
    """The company as a Frictionless data package (JSON text)."""
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
        "name": f"{manifest.scenario_name.replace('_', '-')}-{manifest.customers}-{manifest.seed}",
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
