"""An explorer with one company in it: what it shows and says at any setting."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from classroom.errors import Misuse
from classroom.explore.spec import Explorer, Setting, Tables
from classroom.pages import Page, html_table
from classroom.words import say


@dataclass(frozen=True)
class TextTwin(Page):
    """The explorer in words. `numbers` holds what it says, unrounded; `setting` what was asked for."""

    numbers: Any = None
    setting: Any = None


class Fitted:
    """An explorer fitted to a company's tables: `controls` with their start and end, `start` as a setting."""

    def __init__(self, explorer: Explorer, tables: Tables) -> None:
        """Prepare the tables, and compute the start once."""
        self.explorer = explorer
        self._parts = explorer.prepare(tables)
        self.controls = [control.fitted(self._parts) for control in explorer.controls]
        self.start: Setting = {control.name: control.start for control in self.controls}
        self._at_start = explorer.compute(self._parts, **self.start)

    def _at(self, setting: Setting) -> tuple[Any, str]:
        """Numbers at a setting, and the sentence about them."""
        if setting == self.start:
            return self._at_start, self.explorer.sentence(self._at_start, None)
        now = self.explorer.compute(self._parts, **setting)
        return now, self.explorer.sentence(now, self._at_start)

    def html(self, setting: Setting) -> str:
        """Picture, sentence and table at a setting."""
        now, words = self._at(setting)
        picture = self.explorer.picture(now, self._at_start).shown(words)
        figures = html_table(self.explorer.table(now, self._at_start), self.explorer.caption)
        return f"{picture}<p>{html.escape(words)}</p>{figures}"

    def text(self, setting: Setting) -> TextTwin:
        """The same in words."""
        now, words = self._at(setting)
        return TextTwin(
            heading=self.explorer.heading,
            sentences=[self.explorer.setting.format(**setting), words],
            captioned=[(self.explorer.caption, self.explorer.table(now, self._at_start))],
            numbers=now,
            setting=dict(setting),
        )


_kept: dict[str, tuple[object, Fitted]] = {}


def fit(explorer: Explorer, tables: Tables | None = None) -> Fitted:
    """The explorer fitted to these tables; by default to the notebook's own company, kept for the next call.

    Raises
    ------
    Misuse
        `tables` lacks one that the explorer reads, or is no mapping at all
    Trouble
        there is no company, or its files are damaged
    """
    if tables is not None:
        there = tables if isinstance(tables, Mapping) else {}
        missing = [name for name in explorer.needs if name not in there]
        if missing:
            needs, lacks = ", ".join(explorer.needs), ", ".join(missing)
            raise Misuse(say("explorer.tables", name=explorer.name, needs=needs, missing=lacks))
        return Fitted(explorer, tables)
    from classroom.data import MANIFEST, find, load

    folder = find().resolve()
    where = (
        explorer,
        str(folder),
        (folder / MANIFEST).stat().st_mtime_ns,
    )  # made anew, it is another company
    kept = _kept.get(explorer.name)
    if kept is None or kept[0] != where:
        kept = _kept[explorer.name] = (where, Fitted(explorer, load.all()))
    return kept[1]
