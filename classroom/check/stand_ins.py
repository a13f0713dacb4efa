"""A function in an exercise's place, for a learner who is stuck: it may be called, and is never checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from classroom.check.mistakes import fail, tell
from classroom.words import say


class StandIn:
    """Does what the exercise asks; tells the check of the exercise that it is not the student's own."""

    def __init__(self, right: Callable[..., Any]) -> None:
        """Keep the function that is right."""
        self._right = right

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What is right for these arguments."""
        return self._right(*args, **kwargs)


def left_open(answer: object, name: str) -> bool:
    """Whether the answer only stands in for the student's own; says then that nothing is checked."""
    if type(answer) is not StandIn:
        return False
    tell(name, "unanswered")
    print(say("stand-in.not-checked", name=name))
    return True


def require_own(answer: object, name: str) -> None:
    """Raise a Mistake if the answer only stands in for the student's own."""
    if type(answer) is StandIn:
        fail("unanswered", say("stand-in.not-checked", name=name))
