"""Try an answer where it must hold: on the lesson's page, on companies, on inputs of a test's own.

A test cell is then two to four lines:

    from classroom import check

    check.on_page(line_pnl, "01/line_pnl")
    ### BEGIN HIDDEN TESTS
    check.on_companies(line_pnl, reference.line_pnl, "01/line_pnl")
    ### END HIDDEN TESTS
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from classroom.check.calls import Called, call, called
from classroom.check.clues import Clues
from classroom.check.compare import require_same, same
from classroom.check.ignored import as_before
from classroom.check.mistakes import GENERIC, Mistake, advice, heard, passed
from classroom.check.stand_ins import left_open, require_own
from classroom.words import say

if TYPE_CHECKING:
    import pandas as pd

    from classroom.lessons.page import Page

    Tables = Mapping[str, pd.DataFrame]


def on_page(answer: Any, exercise: str) -> None:
    """Pass if the answer is right on the lesson's page; name the misconception if it is a known one.

    Of a stand-in it says that nothing is checked, and stops nobody who runs the whole notebook.

    Parameters
    ----------
    answer : the student's function, or the value where an exercise asks for a value
    exercise : lesson and name, "01/line_pnl"; the page says what the function is called with

    Raises
    ------
    Mistake
        as `call` and `same` do, with the misconceptions that lie beside the exercise
    Misuse
        the page knows no such exercise
    """
    from classroom.lessons import page

    held, name = page.find(exercise)
    if left_open(answer, name):
        return
    how = held.call(name)
    for turn in range(len(how.calls)):
        try:
            got, arguments = None, held.arguments(name, turn)
            got = called(answer, name, *arguments)
            tables = dict(zip(how.tables(turn), arguments, strict=True))
            on = say("page.again") if turn else how.place
            how_said = {"unit": how.unit, "mistakes": held.mistakes(name, turn), "on": on}
            _require_alike(
                got.result, held.right(name, turn), name, **how_said, clues=Clues(got.merges, tables)
            )
        except Mistake as mistake:
            mistake.further = (
                "" if mistake.key == "unanswered" else _further(mistake, answer, got, held, name, turn)
            )
            raise
    passed(name, how.place)


_require_alike = heard(require_same)


def _further(mistake: Mistake, answer: Any, got: Called | None, held: Page, name: str, turn: int) -> str:
    """What goes with a mistake: how far the answer is right, what it is still the same in, what to do."""
    parts = [mistake.further]
    if turn and got is not None and mistake.key in GENERIC:
        how = held.call(name)
        other = [place for place, one in enumerate(how.calls[turn]) if one != how.call[place]]
        right = held.right(name), held.right(name, turn)
        parts.append(as_before(answer, got.result, *right, name, how.unit, other, how.tables()))
    return "\n\n".join(filter(None, (*parts, _what_next(held, name, turn))))


def _what_next(held: Page, name: str, turn: int) -> str:
    """The next hint, and the call on the page: code that may be copied from its first letter to its last."""
    call = f"{say('page.see-yourself')}\n{held.written_call(name, turn)}"
    return "\n\n".join(filter(None, (advice(name), call)))


def on_companies(
    answer: Any,
    reference: Callable[..., Any],
    exercise: str,
    *,
    inputs: Callable[[Tables], tuple[Any, ...]] | None = None,
    also: str = "",
) -> None:
    """Pass if the answer gives what the reference gives on the student's company and on another one.

    Parameters
    ----------
    answer : the student's function
    reference : a function of the same arguments that is right
    exercise : lesson and name, "01/line_pnl"
    inputs : the arguments from a company's tables; by default the tables that the page calls it with
    also : what is particular about these inputs, for the sentence: "with a gap"

    Raises
    ------
    Mistake
        as `call` and `same` do
    """
    from classroom.data import load
    from classroom.lessons import page

    held, name = page.find(exercise)
    how = held.call(name)
    for company, where in (
        (load.all(), say("page.your-company")),
        (load.other(1), say("page.another-company")),
    ):
        arguments = inputs(company) if inputs else tuple(company[table] for table in how.call)
        _alike(answer, reference, name, arguments, unit=how.unit, on=f"{where} {also}".strip())


def on_inputs(
    answer: Any, reference: Callable[..., Any], exercise: str, inputs: Iterable[Sequence[Any]]
) -> None:
    """Pass if the answer gives what the reference gives for each of some arguments.

    Parameters
    ----------
    answer : the student's function
    reference : a function of the same arguments that is right
    exercise : lesson and name, "01/break_even"
    inputs : the arguments of each call, in order

    Raises
    ------
    Mistake
        as `call` and `same` do
    """
    from classroom.lessons import page

    held, name = page.find(exercise)
    for arguments in inputs:
        _alike(answer, reference, name, arguments, unit=held.call(name).unit)


def _alike(
    answer: Any, reference: Callable[..., Any], name: str, arguments: Sequence[Any], **how: Any
) -> None:
    """Pass if both functions give the same for these arguments; `how`: as `same` takes it."""
    require_own(answer, name)
    same(call(answer, name, *arguments), reference(*arguments), name, **how)
