"""A finished company to be read: parts in a folder or store, or one DuckDB file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.schema import Table
from generator.storage.manifest import Manifest
from generator.storage.place import Folder, Store, place_of

if TYPE_CHECKING:
    import pyarrow as pa


class Parts:
    """A company of part files."""

    def __init__(self, place: Folder | Store):
        """Raises `UserError` if no company lies there."""
        self.place, self.name = place, place.name
        self.manifest = Manifest.read(place)

    def read(self, table: Table, columns: list[str] | None = None) -> pa.Table:
        """A whole table. Raises `UserError` if a part is missing or damaged."""
        import pyarrow as pa

        found = [data for _, data in self.pieces(table, columns)]
        return found[0] if len(found) == 1 else pa.concat_tables(found)

    def pieces(self, table: Table, columns: list[str] | None = None) -> Iterator[tuple[str, pa.Table]]:
        """(name, rows) of each part."""
        from generator.storage import parts

        for part in self.manifest.tables[table.name]["files"]:
            yield part, parts.read_part(table, self.place, part, columns)

    def reading(self) -> AbstractContextManager[None]:
        """To be entered by who reads table after table."""
        return nullcontext()

    def damage(self, about: dict) -> Iterator[str]:
        """What is wrong with a table's files, one sentence each; `about`: what the manifest says of it."""
        from generator.storage import parts

        for part, facts in about["files"].items():
            where = f"{self.place.shown(part)}"
            try:
                found = parts.file_facts(self.place, part)
            except FileNotFoundError:
                yield f"{where} is missing; take it from your copy or generate the company again."
                continue
            if found != facts:
                yield (
                    f"{where} is damaged or was changed: size or SHA-256 differ from the manifest; take it "
                    f"from your copy or generate the company again."
                )

    def source(self, table: Table) -> Any:
        """What DuckDB can scan without reading all of it: an Arrow dataset, or the table."""
        files = list(self.manifest.tables[table.name]["files"])
        if not files or not all(part.endswith(".parquet") for part in files):
            return self.read(table)
        import pyarrow.dataset as pads

        system, root = self.place.arrow()
        return pads.dataset([f"{root}/{part}" for part in files], filesystem=system, format="parquet")


class DuckFile:
    """A company in one DuckDB file."""

    def __init__(self, path: Path):
        """Raises `UserError` if this is no such file."""
        from generator.storage import duck

        self.path, self.name = path, str(path)
        self.manifest = duck.read_manifest(path)

    def read(self, table: Table, columns: list[str] | None = None) -> pa.Table:
        """A whole table. Raises `UserError` if it is damaged."""
        from generator.storage import duck

        return duck.read_table(self.path, table, columns)

    def pieces(self, table: Table, columns: list[str] | None = None) -> Iterator[tuple[str, pa.Table]]:
        """The table in one piece."""
        yield table.name, self.read(table, columns)

    def reading(self) -> AbstractContextManager[None]:
        """To be entered by who reads table after table: the file stays open."""
        from generator.storage import duck

        return duck.kept_open(self.path)

    def damage(self, about: dict) -> Iterator[str]:
        """The file is checked by its content alone."""
        yield from ()

    def source(self, table: Table) -> Any:
        """The whole table."""
        return self.read(table)


def hold(where: str | Path) -> Parts | DuckFile:
    """The company that lies there. Raises `UserError` if there is none."""
    place = place_of(where)
    if isinstance(place, Folder) and place.path.is_file():
        return DuckFile(place.path)
    return Parts(place)
