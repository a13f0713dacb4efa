"""Author's cells that are run once for the class: what they bind is handed out to each student as copies.

A copy of a frame costs nothing until it is written to, so what is handed out can be checked against what is
kept. A cell may be taken over only where everything that it reads is as it was when the cell was run.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .copies import alike, build, copied
from .limits import Limits
from .outputs import Outputs
from .shell import Shell, run

_ABSENT = object()


@dataclass
class Record:
    """What one cell did: the outputs, what it bound (kept by us), what it found under the names it reads."""

    source: str
    outputs: list[dict[str, Any]]
    binds: dict[str, Any] = field(default_factory=dict)
    unbinds: list[str] = field(default_factory=list)
    reads: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)


class Shared:
    """The recorded cells by their index, and what has been handed out of them in this process."""

    def __init__(self) -> None:
        """Nothing is recorded."""
        self.records: dict[int, Record] = {}
        self._handed: dict[str, tuple[Any, Any, Any]] = {}  # name -> kept, handed out, its build
        self._copies: dict[int, Any] = {}  # of one kept thing there is one copy, under whatever names

    # ---------------------------------------------------------------------------------- in the warm process

    def record(self, shell: Shell, cells: list[list[Any]], limits: Limits) -> list[str]:
        """Run the cells ([index, source, names it reads]) in order and keep what they do; gives troubles.

        A cell that fails, or that stands on one that did, is not recorded. The shell's names are as before.
        """
        names = shell.user_ns
        before = dict(names)
        kept: dict[str, Any] = {}
        lost: set[str] = set()
        trouble: list[str] = []
        for index, source, reads, *_ in cells:
            start = {name: (value, build(value)) for name, value in names.items()}
            rules = _settings()
            found = {name: kept.get(name, _ABSENT) for name in reads}
            good, outputs = run(shell, source, limits)
            copies: dict[int, Any] = {}
            # names of the shell's own (`_`, `In`, `_i3`) are none of the cell's
            binds = {
                name: copied(value, copies)
                for name, value in names.items()
                if not (name.startswith("_") or name in _SHELLS)
                and (name not in start or _altered(start[name], value))
            }
            gone = [name for name in start if name not in names]
            kept |= binds
            for name in gone:
                kept.pop(name, None)
            if not good:
                lost |= set(binds) | set(gone)
                trouble.append(_last_error(outputs))
                continue
            if lost & set(reads):
                lost |= set(binds)
                continue
            lost -= set(binds)
            changed = {key: value for key, value in _settings().items() if rules.get(key, _ABSENT) != value}
            self.records[int(index)] = Record(source, outputs.as_list(), binds, gone, found, changed)
            _restore(rules)
        for name in [name for name in names if name not in before]:
            del names[name]
        names.update(before)
        forget_inputs(shell)
        return trouble

    # ------------------------------------------------------------------------------- in a student's process

    def take_over(self, shell: Shell, index: Any) -> Record | None:
        """Bind what the cell bound; None if it was not recorded, or reads something that is not as it was."""
        record = self.records.get(index) if isinstance(index, int) else None
        names = shell.user_ns
        if record is None or not all(self._as_it_was(names, *one) for one in record.reads.items()):
            return None
        for name in record.unbinds:
            names.pop(name, None)
        for name, kept in record.binds.items():
            made = copied(kept, self._copies)
            self._handed[name] = (kept, made, build(made))
            names[name] = made
        if record.settings:
            _restore(record.settings)
        return record

    def _as_it_was(self, names: dict[str, Any], name: str, kept: Any) -> bool:
        if name not in names:
            return kept is _ABSENT
        if kept is _ABSENT:
            return name in _SHELLS or (hasattr(builtins, name) and names[name] is getattr(builtins, name))
        known, made, was = self._handed.get(name, (None, None, None))
        return known is kept and names[name] is made and alike(was, build(made))


#: Names that the shell itself puts there.
_SHELLS = ("get_ipython", "In", "Out", "exit", "quit", "open")


def _altered(before: tuple[Any, Any], value: Any) -> bool:
    return before[0] is not value or not alike(before[1], build(value))


def _last_error(outputs: Outputs) -> str:
    errors = [one for one in outputs.found if one["output_type"] == "error"]
    return f"{errors[-1]['ename']}: {errors[-1]['evalue']}" if errors else "a cell failed"


def forget_inputs(shell: Shell) -> None:
    """Cells are counted from 1 again."""
    shell.execution_count = 1
    history: Any = shell.history_manager
    history.input_hist_parsed[:] = [""]
    history.input_hist_raw[:] = [""]
    history.output_hist.clear()
    vars(builtins).pop("_", None)  # left there by an import; with it, the shell keeps no last result
    names, hidden = shell.user_ns, shell.user_ns_hidden
    for name in [name for name in hidden if hidden[name] is not names.get(name)]:
        del hidden[name]
    for name in ("_", "__", "___"):  # else the shell takes them for the student's own
        setattr(shell.displayhook, name, names.get(name, ""))


# Settings of the figures are the one thing beside names that the course's own cells change.


def _settings() -> dict[str, Any]:
    import sys

    if "matplotlib" not in sys.modules:
        return {}
    return dict(sys.modules["matplotlib"].rcParams)


def _restore(settings: dict[str, Any]) -> None:
    import matplotlib

    dict_update: Callable[..., None] = dict.update
    dict_update(matplotlib.rcParams, settings)
