"""How each answer fared on each company: tried once, and read by all measures.

A measure says what it will read (`ahead`), then reads it. What is wanted is tried exercise by exercise on one
company after the other, so that tables, warmed benches and the tests' own results are shared; with more than
one worker, in several processes. The outcomes do not depend on how the work was divided.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from staffroom.lessons.source import Exercise, Lesson
from staffroom.teaching import answers, crew
from staffroom.teaching.kept import Kept
from staffroom.teaching.play import Bench, Played, Ran, play, play_released

#: In place of an answer: the whole lesson, with the author's answers or as it is handed out.
SOLVED, RELEASED = "solved", "released"
#: So many companies are held ready at a time, with their tables and benches.
READY = 2


@dataclass(frozen=True)
class Ask:
    """One answer to be tried on one company; with `stop`, only up to the first test that fails.

    Without an exercise the whole lesson is played; `source` is then `SOLVED` or `RELEASED`.
    """

    exercise: str
    source: str
    company: Path | None = None
    stop: bool = False


Told = Callable[[int, int], None]


class Trials:
    """What became of the answers to a lesson's exercises, or to those named in `only`.

    With `workers` above 1, what is asked for ahead is tried in so many processes.
    """

    def __init__(self, lesson: Lesson, *, only: Collection[str] = (), workers: int = 1) -> None:
        """Nothing is tried yet."""
        self.lesson = lesson
        self.only = frozenset(only)
        self.workers = workers
        #: Whether all tests were run, and how the cells went.
        self._found: dict[tuple[str, str, Path | None], tuple[bool, list[Ran]]] = {}
        self._stands: OrderedDict[Path | None, _Stand] = OrderedDict()

    def exercises(self, kind: str = "") -> list[Exercise]:
        """The exercises that are looked at, in order; of one `answers.kind`, if that is given."""
        found = [e for e in self.lesson.exercises() if self.concerns(e.name)]
        return [e for e in found if not kind or answers.kind(e) == kind]

    def concerns(self, name: str | None) -> bool:
        """Whether an exercise or puzzle of this name is looked at."""
        return not self.only or name in self.only

    def attempt(
        self, exercise: str, source: str, company: Path | None = None, *, stop: bool = False
    ) -> list[Ran]:
        """How an answer and then each test went; with `stop`, at least up to the first test that failed."""
        return self._look_up(Ask(exercise, source, company, stop))

    def outcome(self, exercise: str, source: str, company: Path | None = None) -> str:
        """What a student with this answer is told first: a mistake's key, `!` and an error, or `passed`."""
        ran = self.attempt(exercise, source, company, stop=True)
        return next((r.key for r in ran if r.cell.kind == "test" and not r.passed), "passed")

    def played(self, version: str = SOLVED, company: Path | None = None) -> Played:
        """How the whole lesson went: `SOLVED`, or as `RELEASED`."""
        return Played(self.lesson, self._look_up(Ask("", version, company)))

    def ahead(self, asks: Iterable[Ask], told: Told | None = None) -> None:
        """Try what will be asked for, as far as it is not known yet; `told` hears (tried, of how many)."""
        batches = self._batches(asks)
        total = sum(map(len, batches))
        done = 0
        if self.workers > 1 and len(batches) > 1:
            dealt = crew.deal(batches, _stands_of, (self.lesson,), self.workers, lambda b: b[0].company)
            with contextlib.closing(dealt):
                for index, found in dealt:
                    for ask, ran in zip(batches[index], found, strict=True):
                        self._keep(ask, ran)
                    done += len(batches[index])
                    if told:
                        told(done, total)
            return
        for batch in batches:
            for ask in batch:
                self._look_up(ask)
            done += len(batch)
            if told:
                told(done, total)

    def _look_up(self, ask: Ask) -> list[Ran]:
        if not self._knows(ask):
            self._keep(ask, self._stand(ask.company).run(ask))
        return self._found[ask.exercise, ask.source, ask.company][1]

    def _knows(self, ask: Ask) -> bool:
        known = self._found.get((ask.exercise, ask.source, ask.company))
        return known is not None and (ask.stop or known[0])

    def _keep(self, ask: Ask, ran: list[Ran]) -> None:
        # what another process sends back speaks of copies of the cells
        by_line = {cell.line_no: cell for cell in self.lesson.cells}
        mine = [replace(one, cell=by_line[one.cell.line_no]) for one in ran]
        self._found[ask.exercise, ask.source, ask.company] = (not ask.stop, mine)

    def _stand(self, company: Path | None) -> _Stand:
        if company not in self._stands:
            self._stands[company] = _Stand(self.lesson, company)
        self._stands.move_to_end(company)
        while len(self._stands) > READY:
            self._stands.popitem(last=False)
        return self._stands[company]

    def _batches(self, asks: Iterable[Ask]) -> list[list[Ask]]:
        """What is to be tried: company by company, whole lessons first, then the longest batches."""
        wanted: dict[tuple[str, str, Path | None], Ask] = {}
        for ask in asks:
            key = (ask.exercise, ask.source, ask.company)
            if not self._knows(ask) and (key not in wanted or not ask.stop):
                wanted[key] = ask
        by_company: dict[Path | None, dict[str, list[Ask]]] = {}
        for ask in wanted.values():
            part = ask.exercise or f"!{ask.source}"
            by_company.setdefault(ask.company, {}).setdefault(part, []).append(ask)
        return [
            batch
            for parts in by_company.values()
            for batch in sorted(parts.values(), key=lambda b: (bool(b[0].exercise), -len(b)))
        ]


class _Stand:
    """A lesson on one company: its benches, and what they share."""

    def __init__(self, lesson: Lesson, company: Path | None) -> None:
        self._lesson = lesson
        self._company = company
        self._kept = Kept()
        self._benches: dict[str, Bench] = {}

    def run(self, ask: Ask) -> list[Ran]:
        """Try it now."""
        if not ask.exercise:
            run = play if ask.source == SOLVED else play_released
            return run(self._lesson, company=self._company, kept=self._kept).ran
        if ask.exercise not in self._benches:
            self._benches[ask.exercise] = Bench(self._lesson, ask.exercise, self._company, self._kept)
        return self._benches[ask.exercise].attempt(ask.source, stop=ask.stop)


def _stands_of(lesson: Lesson) -> Callable[[list[Ask]], list[list[Ran]]]:
    """What a process of the crew does with a batch."""
    trials = Trials(lesson)
    return lambda batch: [trials._stand(ask.company).run(ask) for ask in batch]
