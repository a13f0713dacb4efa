"""What nbgrader and its libraries need in order to work well from here."""

from __future__ import annotations

import os
import sys
import sysconfig
from functools import cache


def put_scripts_on_path() -> None:
    """Let child processes find the commands of this environment (`jupyter`, `alembic`) by their bare names.

    They are not found where a virtual environment is used without being activated.
    """
    scripts = sysconfig.get_path("scripts")
    parts = os.environ.get("PATH", "").split(os.pathsep)
    if scripts not in parts:
        os.environ["PATH"] = os.pathsep.join([scripts, *parts])


def skip_slow_imports() -> None:
    """Spare each start about a second: jsonschema builds 39 grammars for checks of addresses at import.

    It does without them if the package is not there, and no notebook's schema asks for such a check.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def know_schema_version() -> None:
    """Let a new gradebook be made without starting the program `alembic` to ask for its schema's version.

    nbgrader starts it by its bare name, which costs a second, or fails where it is not on the PATH.
    """
    import nbgrader.api

    nbgrader.api.get_alembic_version = _schema_version


@cache
def _schema_version() -> str:
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())
