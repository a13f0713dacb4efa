"""The one exception of `check`, who hears about a result, and who is asked what to do next."""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable, Iterable
from typing import Any, NoReturn, ParamSpec, TypeVar

from classroom.errors import Spoken
from classroom.words import say

P = ParamSpec("P")
T = TypeVar("T")

GENERIC = (
    "unanswered",  # still `...`, or None
    "wrong-type",  # a table where a number belongs, text where numbers belong
    "wrong-shape",  # too few or too many rows or values
    "wrong-unit",  # a factor of 100 or 1000, or the sign
    "wrong-names",  # a column or a row label is missing
    "wrong-value",  # all of the above is right, the value is not
    "raised",  # the student's function stopped with an error
    "changed-input",  # the student's function changed the table that it was given
)
"""Keys of the mistakes that `check` knows by itself; a lesson adds its own."""

NOTED = "noted"
"""What listeners hear in place of a key: there is an answer, and nothing was said on whether it is right."""


class Mistake(Spoken, AssertionError):
    """An answer is not right yet. The text is for the student; `key` names the kind of mistake.

    `sentence` says what is wrong, and `further` how far the answer is right and what to run next. A notebook
    shows both. `also` are the keys of mistakes that give the same answer here: it may be any of them.
    `str(mistake)` is the sentence and a last line `mistake: <key>, <also>`, which the grader reads. As an
    AssertionError it makes a test cell fail like any assertion.
    """

    def __init__(self, key: str, sentence: str, further: str = "", also: Iterable[str] = ()) -> None:
        """Keep keys and texts, and make the text of the error."""
        self.key, self.also = key, tuple(also)
        self.sentence = sentence.strip()
        self.further = further.strip("\n")
        self.told = False
        super().__init__(f"{self.sentence}\nmistake: {', '.join([key, *self.also])}")

    def shown(self) -> str:
        """What the student sees: no key."""
        return f"{self.sentence}\n\n{self.further}" if self.further else self.sentence

    def __reduce__(self) -> tuple[Any, ...]:
        """Made from its parts again when it comes from another process."""
        return type(self), (self.key, self.sentence, self.further, self.also)


Listener = Callable[[str, str, str], None]
_listeners: list[Listener] = []
Adviser = Callable[[str], str]
_advisers: list[Adviser] = []


def listen(listener: Listener) -> None:
    """Call `listener(name, key, fingerprint)` after each check; the key of a success is "".

    `study` keeps a student's progress with it. No verdict ever depends on a listener.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def advise(adviser: Adviser) -> None:
    """Ask `adviser(name)` what to run next when an exercise's check has failed; it may have nothing to say.

    `study` names the next hint with it.
    """
    if adviser not in _advisers:
        _advisers.append(adviser)


def advice(name: str) -> str:
    """What the advisers say on an exercise, a line each."""
    return "\n".join(words for adviser in _advisers if (words := adviser(name)))


_beyond: list[Adviser] = []


def beyond(adviser: Adviser) -> None:
    """Ask `adviser(name)` how to go on where an exercise is not answered; it may have nothing to say."""
    if adviser not in _beyond:
        _beyond.append(adviser)


def tell(name: str, key: str, got: object = None) -> None:
    """Tell the listeners how a check ended, with a fingerprint that tells two attempts apart."""
    if not _listeners:
        return
    try:
        fingerprint = hashlib.sha256(repr(got)[:4000].encode("utf-8", "replace")).hexdigest()[:12]
    except Exception:
        fingerprint = ""
    for listener in _listeners:
        listener(name, key, fingerprint)


def fail(key: str, sentence: str, further: str = "", also: Iterable[str] = ()) -> NoReturn:
    """Raise the Mistake."""
    raise Mistake(key, sentence, further, also) from None


def heard(look: Callable[P, T]) -> Callable[P, T]:
    """Tell the listeners of a Mistake on its way out of a check function, once."""
    place = list(inspect.signature(look).parameters).index("name")

    @functools.wraps(look)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return look(*args, **kwargs)
        except Mistake as mistake:
            if not mistake.told:
                mistake.told = True
                name = str(args[place] if len(args) > place else kwargs.get("name", ""))
                if mistake.key == "unanswered":
                    mistake.further = "\n".join(filter(None, (adviser(name) for adviser in _beyond)))
                tell(name, mistake.key, args[0] if args else None)
            raise

    return spoken


def passed(name: str, on: str = "") -> None:
    """Print the line of success. It speaks of what was looked at, and promises no more."""
    tell(name, "")
    print(say("check.passed-on", name=name, on=on) if on else say("check.passed", name=name))
