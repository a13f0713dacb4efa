"""A run that makes a company in an object store, where nothing can be renamed.

Every run writes its parts under a folder of its own, `run-<key>/`, and the manifest, which names them, last:
one object, whole or absent. Until then the old company is what a reader finds, after it the new one; only
then are the old one's parts removed. So a company without a manifest is not there, and a killed run loses
nothing and is resumed from the records of its finished blocks.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePosixPath

from generator.errors import UserError, WrongUse
from generator.storage.folder import RECORDS, check_parts, whole_record
from generator.storage.manifest import NAME
from generator.storage.place import Store

OWN = "run-"
STARTED = "started"
READERS = 16


class StoreRun:
    """One run towards a URL; it travels to workers, who write parts and records through it."""

    def __init__(self, place: Store, key: str):
        """`key`: a short text made of all that fixes the content."""
        self.place, self.name = place, place.name
        live = self._live()
        # The company that lies there may come from the very same run: its parts are not written over.
        name = next(name for name in (OWN + key, OWN + key + "b") if f"{name}/" not in live)
        self.prefix = f"{name}/"

    def _live(self) -> set[str]:
        """The run folders that the manifest there names, `None` if there is no manifest."""
        try:
            held = json.loads(self.place.read(NAME))
            parts = [part for table in held["tables"].values() for part in table["files"]]
        except FileNotFoundError:
            return set()
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UserError(
                f"{self.place.shown(NAME)} is there and is not the manifest of a company; give another "
                f"place, so that nothing is lost."
            ) from None
        return {part.partition("/")[0] + "/" for part in parts}

    def check(self) -> None:
        """Raise `WrongUse` if something else than a company lies there."""
        found = self.place.sizes()
        if found and NAME not in found and not all(part.startswith(OWN) for part in found):
            raise WrongUse(
                f"{self.name} is not empty and holds no company; give another place, so that nothing is lost."
            )

    @contextlib.contextmanager
    def begun(self) -> Iterator[None]:
        """See that this place can be written, before anything is made."""
        self.place.write(self.prefix + STARTED, b"A company is being made here.\n")
        try:
            yield
        except BaseException:
            with contextlib.suppress(UserError):
                if set(self.place.sizes(self.prefix)) == {self.prefix + STARTED}:
                    self.place.remove([self.prefix + STARTED])  # nothing was made
            raise

    def seen_here(self) -> bool:
        """Whether this machine can read and write there (asked on every worker)."""
        return bool(self.place.read(self.prefix + STARTED))

    def here(self) -> bool:
        """An object store is everywhere."""
        return True

    def write_record(self, name: str, record: dict) -> None:
        """Note that a block is finished."""
        self.place.write(f"{self.prefix}{RECORDS}/{name}.json", json.dumps(record).encode())

    def records(self) -> dict[str, dict]:
        """The records of finished blocks whose files are all there."""
        sizes = self.place.sizes(self.prefix)
        names = [part for part in sizes if part.startswith(f"{self.prefix}{RECORDS}/")]
        with ThreadPoolExecutor(READERS) as pool:
            texts = list(pool.map(self.place.read, names))
        found = {}
        for name, text in zip(names, texts, strict=True):
            record = whole_record(text, sizes)
            if record is not None:
                found[PurePosixPath(name).stem] = record
        return found

    def finish(self, manifest_text: str, documents: dict[str, str], parts: dict[str, int]) -> None:
        """Write the manifest when all parts are there; then remove what it does not name any more."""
        check_parts(parts, self.place.sizes(self.prefix), self.place)
        try:
            held = json.loads(self.place.read(NAME))["tables"].values()
            before = [part for table in held for part in table["files"]]
        except FileNotFoundError:
            before = []
        for name, text in {**documents, NAME: manifest_text}.items():
            self.place.write(name, text.encode())
        self.place.remove_folder(self.prefix + RECORDS)
        self.place.remove([part for part in self.place.sizes(self.prefix) if part not in parts])
        gone = [part for part in before if part not in parts]
        runs = {part.partition("/")[0] for part in gone if part.startswith(OWN)} - {self.prefix.rstrip("/")}
        for run in runs:
            self.place.remove_folder(run)
        self.place.remove([part for part in gone if part.partition("/")[0] not in runs])

    def leftovers(self) -> list[str]:
        """Folders that stopped runs left there: neither this run's nor the company's."""
        kept = self._live() | {self.prefix}
        runs = {part.partition("/")[0] + "/" for part in self.place.sizes() if part.startswith(OWN)}
        return [self.place.shown(run) for run in sorted(runs - kept)]

    def clear(self) -> None:
        """Remove what stopped runs left. Nobody can tell here whether another run is still at work."""
        for name in self.leftovers():
            self.place.remove_folder(name.removeprefix(self.name + "/"))
