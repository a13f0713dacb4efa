"""Where a company lies: a folder of this machine, or the URL of an object store.

A folder is used as it is. URLs go to pyarrow's own file systems (S3, Google, Azure, Hadoop), which are
compiled, need no further package and hold no lock while they write; every other scheme is looked up in
fsspec, which Dask brings. What goes wrong is one sentence, and never shows what a URL holds of passwords.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    import pyarrow.fs as pafs

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_url(where: str | Path) -> bool:
    """Whether this is a URL of something else than a local file."""
    return bool(URL.match(str(where))) and not str(where).startswith("file://")


def place_of(where: str | Path) -> Folder | Store:
    """The place that a path or a URL means."""
    text = str(where)
    if is_url(text):
        return Store(text)
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
        text = text[1:] if os.name == "nt" else text
    return Folder(Path(text))


def _opened(path: Path) -> IO[bytes]:
    """A new file; its folder is made if it is not there, which nearly always it is."""
    try:
        return path.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")


class Folder:
    """A folder of this machine. Paths inside are given with `/`."""

    def __init__(self, path: Path):
        self.path, self.name = path, str(path)

    def read(self, part: str) -> bytes:
        """The content of a file. Raises `FileNotFoundError`."""
        return (self.path / part).read_bytes()

    def write(self, part: str, content: Any) -> None:
        """Write a file, beside and then moved, so that it is whole or absent."""
        path = self.path / part
        beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            with _opened(beside) as file:
                file.write(content)
            beside.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise

    def sizes(self, under: str = "") -> dict[str, int]:
        """Bytes of every file below; empty if there is nothing."""
        root = self.path / under
        return {
            path.relative_to(self.path).as_posix(): path.stat().st_size
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    def remove(self, parts: list[str]) -> None:
        """Remove files; those that are not there are no matter."""
        for part in parts:
            (self.path / part).unlink(missing_ok=True)

    def shown(self, part: str) -> str:
        """A file's name, as a user knows it."""
        return str(self.path / part)

    def arrow(self) -> tuple[pafs.FileSystem, str]:
        """An Arrow file system and the folder in it."""
        import pyarrow.fs as pafs

        return pafs.LocalFileSystem(), self.path.absolute().as_posix()


class Store:
    """A folder in an object store or on another machine, named by its URL.

    It travels to workers as its URL, which each opens with the credentials that it finds around it.
    """

    def __init__(self, url: str):
        self.url = url.rstrip("/")
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        self.name = f"{parts.scheme}://{host}{parts.path}"  # no password, no options
        self.scheme = parts.scheme
        self._opened: tuple[pafs.FileSystem, str] | None = None

    def __reduce__(self) -> tuple[type[Store], tuple[str]]:
        """Open anew on the other side."""
        return Store, (self.url,)

    def read(self, part: str) -> bytes:
        """The content of a file. Raises `FileNotFoundError`, and `UserError` for all else."""
        system, root = self.arrow()
        with self._said(), system.open_input_file(f"{root}/{part}") as file:
            return file.read()

    def write(self, part: str, content: Any) -> None:
        """Write a file: an object is whole or absent."""
        system, root = self.arrow()
        with self._said():
            if self.scheme not in {"s3", "gs", "gcs", "abfs", "abfss"}:  # these have no folders
                system.create_dir(f"{root}/{part}".rpartition("/")[0], recursive=True)
            with system.open_output_stream(f"{root}/{part}") as file:
                file.write(content)

    def sizes(self, under: str = "") -> dict[str, int]:
        """Bytes of every file below; empty if there is nothing."""
        import pyarrow.fs as pafs

        system, root = self.arrow()
        base = f"{root}/{under}".rstrip("/")
        with self._said():
            found = system.get_file_info(pafs.FileSelector(base, recursive=True, allow_not_found=True))
        cut = len(root) + 1
        return {info.path[cut:]: info.size for info in found if info.type == pafs.FileType.File}

    def look(self) -> None:
        """Raise `UserError` if the store cannot be reached or has no such bucket."""
        import pyarrow.fs as pafs

        system, root = self.arrow()
        with self._said(), contextlib.suppress(FileNotFoundError):
            system.get_file_info(pafs.FileSelector(root))

    def remove(self, parts: list[str]) -> None:
        """Remove files; those that are not there are no matter."""
        system, root = self.arrow()
        for part in parts:
            with self._said(), contextlib.suppress(FileNotFoundError):
                system.delete_file(f"{root}/{part}")

    def remove_folder(self, under: str) -> None:
        """Remove all that lies below, many in one request; if nothing is there, it is no matter."""
        system, root = self.arrow()
        with self._said(), contextlib.suppress(FileNotFoundError):
            system.delete_dir(f"{root}/{under}".rstrip("/"))

    def shown(self, part: str) -> str:
        """A file's name, as a user knows it."""
        return f"{self.name}/{part}"

    def arrow(self) -> tuple[pafs.FileSystem, str]:
        """An Arrow file system and the folder in it. Raises `WrongUse` if the URL cannot be one."""
        if self._opened is None:
            from generator.storage.stores import open_store

            self._opened = open_store(self.url, self.name)
        return self._opened

    @contextlib.contextmanager
    def _said(self) -> Iterator[Any]:
        import pyarrow as pa

        try:
            yield
        except FileNotFoundError:
            raise
        except (OSError, pa.ArrowException, ValueError) as error:
            from generator.storage.stores import explain

            raise explain(error, self.name) from error
