"""What the sandbox is shown of this installation: the inside, the classroom, the generator, the packages."""

from __future__ import annotations

import importlib.util
import os
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: Where these lie, the others lie too.
LEADING = ("numpy", "pandas", "matplotlib", "IPython")
#: Folders that every process in a sandbox has for itself: what lies below them would be out of sight.
HIDDEN = ("/tmp", "/desk", "/dev/shm")
#: What a course's own lessons are called inside.
LESSONS = "lessons"


@dataclass(frozen=True)
class Shelf:
    """Where Python, its own folder and its packages lie, and our folders by the name they have inside."""

    python: Path
    prefix: Path
    packages: tuple[Path, ...]
    library: dict[str, Path]

    def moved(self) -> dict[Path, str]:
        """Folders of packages that must stand elsewhere in a sandbox, and where."""
        away = [path for path in self.packages if is_hidden(path)]
        return {path: f"/centric/packages-{n}" for n, path in enumerate(away)}

    def packages_inside(self) -> list[str]:
        """Where the packages stand in a sandbox."""
        moved = self.moved()
        return [moved.get(path, str(path)) for path in self.packages]


def is_hidden(path: Path) -> bool:
    """Whether a path of this machine is out of sight in a sandbox."""
    return any(path.is_relative_to(folder) for folder in HIDDEN)


def shelf() -> Shelf:
    """Find them for the Python that runs this."""
    import classroom
    import generator
    from classroom.lessons import bank
    from staffroom.grading import inside

    library = {
        "inside": Path(inside.__file__).parent,
        "classroom": Path(classroom.__file__).parent,
        "generator": Path(generator.__file__).parent,
    }
    if (own := bank.of_course()) is not None:
        library[LESSONS] = own
    names = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *_homes_of(LEADING)])
    python = Path(getattr(sys, "_base_executable", None) or sys.executable).resolve()
    packages = tuple(Path(name) for name in names if Path(name).is_dir())
    return Shelf(python, Path(sys.base_prefix).resolve(), packages, library)


def _homes_of(packages: tuple[str, ...]) -> list[str]:
    """The folders that hold packages, also where a system or a user has them in places of their own."""
    found = (importlib.util.find_spec(name) for name in packages)
    return [str(Path(spec.origin).parent.parent) for spec in found if spec and spec.origin]


def environment(library: str, packages: Iterable[str], company: str | None) -> dict[str, str]:
    """The environment inside: nothing of the supervisor's own."""
    found = {
        "PYTHONPATH": os.pathsep.join([library, *packages]),
        # Memory in few large pages, for forks that cost little.
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "HOME": "/desk",
        "TMPDIR": "/tmp",
        "CENTRIC_STUDY": "off",
        "CENTRIC_LESSONS": f"{library}/{LESSONS}",
        "MPLBACKEND": "Agg",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "NUMEXPR_NUM_THREADS": "1",
    }
    if company is not None:
        found["CENTRIC_COMPANY"] = company
    return found
