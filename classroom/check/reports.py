"""Reports to be audited: sentences with a figure each, of which some are wrong, drawn up by lot.

An author gives each sentence one right computation and some flawed ones. All figures of a company are worked
out once (`figures`). Then a lot chooses sentences, flaws, wording and order (`drawn_up`): the same numbers
give the same report wherever it is made, so that nobody has to believe the copy in a notebook.

A report ends in a recommendation, which follows from some of its figures by a rule that stands in it. So how
bad a flaw is can be worked out: it is fatal if the recommendation turns round when this one figure is put
right, material if the rule uses the figure and the recommendation stays, and cosmetic otherwise.

Only reckoning is done here. Which sentences an author has, and what is wrong with them, stands elsewhere.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classroom.check.cases import lot
from classroom.check.kinds import BY_LETTER
from generator.errors import UserError

if TYPE_CHECKING:
    import numpy as np

    Worked = Callable[[Any], float]

#: Another number whenever the same sentences and figures give another report, so that lessons are built anew.
FORM = 1
RIGHT, WRONG = "right", "wrong"
FATAL, MATERIAL, COSMETIC = "fatal", "material", "cosmetic"
SEVERITIES = (FATAL, MATERIAL, COSMETIC)
#: Sentences of a report; how many of them are wrong; how many look wrong and are right.
SIZE, FLAWS, CONTROLS = 7, (2, 3, 4), (1, 2)
#: A flaw changes its figure by this part of it at least, or it is not used on that company.
PLAIN = 0.10
#: A corrected figure is right if it is so near, as part of it; or if it is rounded to what the report shows.
NEAR = 0.02
#: Reports that are tried before a company counts as one on which none can be made.
TRIES = 400


@dataclass(frozen=True)
class Flaw:
    """One way to get a sentence's figure wrong.

    `kind`: letter of `kinds.KINDS`; several if each is a fair name for it, the best one first. `why` is told
    with the feedback: what was done, and not what comes out.
    """

    kind: str
    wrong: Worked
    why: str


@dataclass(frozen=True)
class Sentence:
    """One sentence of a report, with a gap `{}` for its figure.

    `says`: the sentence in one or more wordings, all of which mean the same. `right` takes what the author's
    `facts` gives for a company. `digits` are those behind the point. `surprises` says that the right figure
    looks wrong to many; `why` then tells why it is right.
    """

    name: str
    says: str | tuple[str, ...]
    right: Worked
    flaws: tuple[Flaw, ...] = ()
    digits: int = 0
    surprises: bool = False
    why: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The sentence in each of its wordings."""
        return (self.says,) if isinstance(self.says, str) else self.says


@dataclass(frozen=True)
class Audit:
    """What an author has written for one audit.

    `facts` takes a company's tables and gives what the sentences' functions take. `rule` takes the figures of
    the sentences that its arguments are called after, as the report shows them, and gives a key of
    `recommends`: a recommendation in words. `opening` and `states` are prose: who writes, and the rule.
    """

    sentences: tuple[Sentence, ...]
    facts: Callable[[Any], Any]
    rule: Callable[..., str]
    recommends: Mapping[str, str]
    opening: str
    states: str

    @property
    def ruled(self) -> tuple[str, ...]:
        """The sentences whose figures the rule uses; they stand in every report."""
        return tuple(inspect.signature(self.rule).parameters)

    def sentence(self, name: str) -> Sentence:
        """One sentence by its name."""
        return next(one for one in self.sentences if one.name == name)


#: The names that an author's file has.
NAMES = ("SENTENCES", "facts", "rule", "RECOMMENDS", "OPENING", "RULE")


def audit_from(names: Mapping[str, Any]) -> Audit:
    """An audit from the names of the author's file. Raises `UserError` where one is missing or unfit."""
    if missing := [name for name in NAMES if name not in names]:
        raise UserError(f"an audit needs `{missing[0]}`.")
    audit = Audit(
        tuple(names["SENTENCES"]), names["facts"], names["rule"], dict(names["RECOMMENDS"]),
        names["OPENING"], names["RULE"],
    )  # fmt: skip
    if fault := next(_faults(audit), None):
        raise UserError(fault)
    return audit


def _faults(audit: Audit) -> Iterator[str]:
    names = [one.name for one in audit.sentences]
    for name in names:
        if names.count(name) > 1:
            yield f"the sentence `{name}` is there twice."
    for name in audit.ruled:
        if name not in names:
            yield f"the rule uses `{name}`, and no sentence is called so."
        elif audit.sentence(name).surprises:
            yield f"`{name}` stands in every report, as the rule uses it, so it cannot be one that surprises."
    for one in audit.sentences:
        if any(words.count("{}") != 1 for words in one.wordings):
            yield f"the sentence `{one.name}` needs one gap `{{}}` in each wording."
        if one.surprises and not one.why:
            yield f"the sentence `{one.name}` surprises, and has no `why`."
        for flaw in one.flaws:
            if not flaw.kind or any(letter not in BY_LETTER for letter in flaw.kind):
                yield f"the sentence `{one.name}` has a flaw of the kind {flaw.kind!r}, which is none."
            if not flaw.why.strip():
                yield f"a flaw of the sentence `{one.name}` has no `why`."
    if len(audit.ruled) > SIZE - 2:
        yield f"the rule uses {len(audit.ruled)} figures; {SIZE - 2} at most."


# ------------------------------------------------------------------------------------------- figures


@dataclass(frozen=True)
class Figure:
    """A sentence's figures on one company: the right one, and that of each flaw; NaN where there is none."""

    right: float
    wrong: tuple[float, ...]


Figures = Mapping[str, Figure]


def figures(audit: Audit, company: Any, *, strictly: bool = False) -> dict[str, Figure]:
    """All figures on one company: sentence → figures.

    What cannot be worked out there (no such customers, a division by nought) is NaN; with `strictly` the
    error is raised instead, so that an author hears of it.
    """
    facts = audit.facts(_Once(company))

    def worked(function: Worked) -> float:
        try:
            return float(function(facts))
        except Exception:
            if strictly:
                raise
            return math.nan

    return {
        one.name: Figure(worked(one.right), tuple(worked(flaw.wrong) for flaw in one.flaws))
        for one in audit.sentences
    }


class _Once(Mapping[str, Any]):
    """A company's tables, each read once: an audit's functions change none of them."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._tables, self._read = tables, dict[str, Any]()

    def __getitem__(self, name: str) -> Any:
        if name not in self._read:
            self._read[name] = self._tables[name]
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def rounded(value: float, digits: int) -> float:
    """A figure as a report shows it; nought has no sign."""
    return round(value, digits) + 0.0


def is_near(given: float, right: float, digits: int) -> bool:
    """Whether a corrected figure is the right one, to what the page promises."""
    return abs(given - right) <= max(NEAR * abs(right), 0.5 * 10**-digits) * (1 + 1e-9)


def is_plain(right: float, wrong: float, digits: int) -> bool:
    """Whether a wrong figure is far enough from the right one, as a report shows both."""
    shown, other = rounded(right, digits), rounded(wrong, digits)
    if not (math.isfinite(right) and math.isfinite(wrong)) or not shown:
        return False
    return abs(wrong - right) >= PLAIN * abs(right) and abs(other - shown) >= PLAIN * abs(shown)


def usable(audit: Audit, found: Figures) -> dict[str, tuple[int, ...]]:
    """Sentences that can be used on a company → which of their flaws can."""
    fit: dict[str, tuple[int, ...]] = {}
    for one in audit.sentences:
        figure = found[one.name]
        if math.isfinite(figure.right):
            fit[one.name] = tuple(
                n for n, wrong in enumerate(figure.wrong) if is_plain(figure.right, wrong, one.digits)
            )
    return fit


# -------------------------------------------------------------------------------------------- reports


@dataclass(frozen=True)
class Line:
    """One sentence as it stands in a report, with what only the grader knows: the rest.

    `shown` is the figure in the report, `right` the right one. `flaw` is None where the sentence is right.
    """

    sentence: Sentence
    text: str
    shown: float
    right: float
    flaw: Flaw | None = None
    severity: str = ""

    @property
    def is_control(self) -> bool:
        """Whether it is right and looks wrong."""
        return self.flaw is None and self.sentence.surprises


@dataclass(frozen=True)
class Report:
    """A report with its key.

    `recommended`: what follows from the figures in it; `corrected`: what follows from the right ones.
    """

    lines: tuple[Line, ...]
    recommended: str
    corrected: str
    audit: Audit

    @property
    def flawed(self) -> tuple[Line, ...]:
        """The sentences that are wrong."""
        return tuple(line for line in self.lines if line.flaw)

    def prose(self) -> str:
        """The report as a reader gets it, in Markdown."""
        parts = [self.audit.opening.strip(), ""]
        parts += [f"{n}. {line.text}" for n, line in enumerate(self.lines, 1)]
        parts += ["", self.audit.states.strip(), "", f"**{self.audit.recommends[self.recommended].strip()}**"]
        return "\n".join(f"> {row}".rstrip() for part in parts for row in part.split("\n"))

    def answer(self) -> list[list[Any]]:
        """The rows that earn every point."""
        return [
            [n, WRONG, line.flaw.kind[0], line.severity, line.right]
            if line.flaw
            else [n, RIGHT, None, None, None]
            for n, line in enumerate(self.lines, 1)
        ]


def in_figures(value: float, digits: int) -> str:
    """A figure as it stands in a report."""
    return f"{rounded(value, digits):,.{digits}f}"


def drawn_up(audit: Audit, found: Figures, *words: object) -> Report:
    """The report that the lot of these words gives on a company with these figures.

    Raises `UserError` where too few sentences can be used there.
    """
    fit = usable(audit, found)
    if missing := [name for name in audit.ruled if name not in fit]:
        raise UserError(f"the rule needs the figure of `{missing[0]}`, which cannot be worked out here.")
    if len(fit) < SIZE:
        raise UserError(f"only {len(fit)} sentences can be used here, and {SIZE} are needed.")
    for attempt in range(TRIES):
        report = _attempt(audit, found, fit, lot("report", *words, attempt))
        if report is not None:
            return report
    raise UserError(f"in {TRIES} tries no report came out with the flaws and controls that one needs.")


def _attempt(
    audit: Audit, found: Figures, fit: Mapping[str, tuple[int, ...]], chance: np.random.Generator
) -> Report | None:
    """One try: what stands in the report, what is wrong in it, in which words and order."""
    surprising = [name for name in fit if audit.sentence(name).surprises]
    others = [name for name in fit if name not in (*surprising, *audit.ruled)]
    controls = _some(surprising, int(chance.choice(CONTROLS)), chance)
    rest = [name for name in fit if name not in (controls or ()) and fit[name]]
    first = _some([name for name in audit.ruled if fit[name]], 1, chance)
    more = _some([name for name in rest if name not in first], int(chance.choice(FLAWS)) - 1, chance)
    if controls is None or first is None or more is None:
        return None
    flawed = {name: int(chance.choice(fit[name])) for name in (*first, *more)}
    kinds = [audit.sentence(name).flaws[n].kind[0] for name, n in flawed.items()]
    chosen = list(dict.fromkeys([*audit.ruled, *controls, *flawed]))
    fill = _some([name for name in others if name not in flawed], SIZE - len(chosen), chance)
    if fill is None or len(set(kinds)) < len(kinds):
        return None
    order = [*chosen, *fill]
    order = [order[n] for n in chance.permutation(len(order))]
    shown = {name: found[name].wrong[flawed[name]] if name in flawed else found[name].right for name in order}
    lines = []
    for name in order:
        one, severity = audit.sentence(name), ""
        if name in flawed:
            severity = _severity(audit, shown, name, found[name].right)
            if not severity:
                return None
        words = one.wordings[int(chance.integers(len(one.wordings)))]
        text = words.replace("{}", in_figures(shown[name], one.digits))
        flaw = one.flaws[flawed[name]] if name in flawed else None
        lines.append(Line(one, text, rounded(shown[name], one.digits), found[name].right, flaw, severity))
    right = {name: found[name].right for name in order}
    return Report(tuple(lines), _ruled(audit, shown), _ruled(audit, right), audit)


def _some(names: Sequence[str], count: int, chance: np.random.Generator) -> list[str] | None:
    """So many of these names, by lot; None if there are not so many."""
    if not 0 <= count <= len(names):
        return None
    return [names[n] for n in chance.permutation(len(names))[:count]]


def _ruled(audit: Audit, figures_shown: Mapping[str, float]) -> str:
    """What the rule recommends for these figures, rounded as a report shows them."""
    return audit.rule(
        **{name: rounded(figures_shown[name], audit.sentence(name).digits) for name in audit.ruled}
    )


def told_apart(audit: Audit, found: Figures, flawed: Mapping[str, int]) -> bool:
    """Whether the severity of these flaws (sentence of the rule → which one) hangs on no last digits."""
    shown = {
        name: found[name].wrong[flawed[name]] if name in flawed else found[name].right for name in audit.ruled
    }
    return all(_severity(audit, shown, name, found[name].right) for name in flawed)


def _severity(audit: Audit, shown: Mapping[str, float], name: str, right: float) -> str:
    """How bad a wrong figure is; empty if it hangs on the last digits of the corrected one."""
    if name not in audit.ruled:
        return COSMETIC
    before = _ruled(audit, shown)
    after = {_ruled(audit, {**shown, name: right * by}) for by in (1 - NEAR, 1.0, 1 + NEAR)}
    if len(after) > 1:
        return ""
    return FATAL if after != {before} else MATERIAL
