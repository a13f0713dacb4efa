"""A student's company laid out as files, with the variables by which notebooks find it.

For grading without a sandbox, and for nbgrader's own commands. There the truth lies within reach of the
student's code, as everything else does.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffroom.grading.verdict import Company

NAMES = ("CENTRIC_COMPANY", "CENTRIC_TRUTH", "CENTRIC_OTHERS", "CENTRIC_LOT")


def lay(company: Company, folder: Path) -> dict[str, str]:
    """Write a company's files below `folder`; gives the variables that name them."""
    places = {"company": company.tables, "apart": company.truth}
    for place, files in places.items():
        for name, content in files.items():
            path = folder / place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    variables = {"CENTRIC_COMPANY": str(folder / "company")}
    if company.truth:
        variables["CENTRIC_TRUTH"] = str(folder / "apart" / "truth")
    if company.others is not None:
        variables["CENTRIC_OTHERS"] = str(company.others)
    if company.lot is not None:
        variables["CENTRIC_LOT"] = str(company.lot)
    return variables


@contextlib.contextmanager
def laid(company: Company | None) -> Iterator[None]:
    """While this lasts, `load` here and in child processes means this company; None changes nothing."""
    if company is None:
        yield
        return
    before = {name: os.environ.pop(name, None) for name in NAMES}
    with tempfile.TemporaryDirectory(prefix="centric-") as folder:
        os.environ.update(lay(company, Path(folder).resolve()))
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
